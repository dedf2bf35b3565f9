package dev.gristmill.reproduction;

import dev.gristmill.contract.ElfPlace;
import dev.gristmill.image.Descriptor;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** Narrows down how two layers differ: to files, and in these to a section and the first bytes. */
public final class LayerComparison {
    private static final int SHOWN_BYTES = 16;
    private static final int MOST_EXAMINED = 20;
    private static final String NOTHING = "nothing";

    private final Path folder;
    private final Path reports;

    /**
     * @param folder for files that are looked into; there, and empty
     * @param reports where what diffoscope says stays, if it is installed
     */
    public LayerComparison(Path folder, Path reports) {
        this.folder = folder;
        this.reports = reports;
    }

    /** A layer's blob and the descriptor that speaks of it. */
    public record Layer(Path blob, Descriptor descriptor) {}

    /** In the order of paths; all of them are told, and the first {@value #MOST_EXAMINED} looked into. */
    public List<Difference> differences(Layer published, Layer rebuilt) throws IOException, InterruptedException {
        var before = new LayerListing(published.blob(), published.descriptor());
        var after = new LayerListing(rebuilt.blob(), rebuilt.descriptor());
        var was = before.read();
        var is = after.read();
        var paths = new TreeSet<>(was.keySet());
        paths.addAll(is.keySet());
        var found = new ArrayList<Difference>();
        for (var path : paths) {
            var old = was.getOrDefault(path, NOTHING);
            var now = is.getOrDefault(path, NOTHING);
            if (!old.equals(now)) {
                boolean files = old.startsWith("file") && now.startsWith("file") && found.size() < MOST_EXAMINED;
                found.add(new Difference(path, old, now, files ? parted(path, before, after, found.size()) : ""));
            }
        }
        return found;
    }

    private String parted(String path, LayerListing before, LayerListing after, int number)
            throws IOException, InterruptedException {
        var published = folder.resolve(number + "-published");
        var rebuilt = folder.resolve(number + "-rebuilt");
        before.extract(path, published);
        after.extract(path, rebuilt);
        long offset = Files.mismatch(published, rebuilt);
        if (offset < 0) {
            return "the content is the same";
        }
        var place =
                ElfPlace.of(published, offset).map(text -> " (" + text + ")").orElse("");
        return "they part at byte " + offset + place + ": " + hex(published, offset) + " / " + hex(rebuilt, offset)
                + examined(path, published, rebuilt);
    }

    private static String hex(Path file, long offset) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var buffer = ByteBuffer.allocate(SHOWN_BYTES);
            int n = Math.max(0, channel.read(buffer, offset));
            return n == 0 ? "the end" : HexFormat.ofDelimiter(" ").formatHex(buffer.array(), 0, n);
        }
    }

    /** What diffoscope makes of it, where it is installed; it says 1 where it finds something. */
    private String examined(String path, Path published, Path rebuilt) throws IOException, InterruptedException {
        if (Children.which("diffoscope").isEmpty()) {
            return "";
        }
        Files.createDirectories(reports);
        var report = reports.resolve("reproduce-" + path.replace('/', '_') + ".txt");
        var outcome = Children.collect(Command.of(
                folder, "diffoscope", "--text", report.toString(), published.toString(), rebuilt.toString()));
        return outcome.status() == 1 ? "; diffoscope's report: " + report : "";
    }
}
