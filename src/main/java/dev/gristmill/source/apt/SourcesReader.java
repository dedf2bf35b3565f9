package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Picks the kernel tarballs out of a <em>Sources</em> index, a line at a time. */
final class SourcesReader {
    /** Lines of interest are short; the others run to hundreds of kilobytes and are cut. */
    private static final int LONGEST_LINE = 4096;

    private static final String SUFFIX = ".orig.tar.xz";
    private static final String PACKAGING = ".debian.tar.xz";

    private final InputStream in;
    private final long limit;
    private final byte[] line = new byte[LONGEST_LINE];
    private final Map<Release, ListedTarball> found = new LinkedHashMap<>();

    private String packageName = "";
    private String directory = "";
    private boolean inHashes;
    private final List<String> hashes = new ArrayList<>();
    private long count;

    private SourcesReader(InputStream in, long limit) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.limit = limit;
    }

    /**
     * @param limit the most bytes to read
     * @throws IOException if the stream cannot be read or is longer
     */
    static List<ListedTarball> read(InputStream in, long limit) throws IOException {
        return new SourcesReader(in, limit).run();
    }

    private List<ListedTarball> run() throws IOException {
        for (int length = next(); length >= 0; length = next()) {
            if (length == 0) {
                paragraph();
            } else {
                field(length);
            }
        }
        paragraph();
        return List.copyOf(found.values());
    }

    private void field(int length) {
        if (line[0] == ' ' || line[0] == '\t') {
            if (inHashes) {
                hashes.add(text(length).strip());
            }
            return;
        }
        inHashes = false;
        switch (line[0]) {
            case 'P' -> packageName = value(length, "Package:").orElse(packageName);
            case 'D' -> directory = value(length, "Directory:").orElse(directory);
            case 'C' ->
                inHashes = isKernel() && value(length, "Checksums-Sha256:").isPresent();
            default -> {
                // of no interest
            }
        }
    }

    private boolean isKernel() {
        // "linux-6.12" is a newer series inside an older suite.
        return packageName.equals("linux")
                || (packageName.startsWith("linux-") && isSeries(packageName.substring("linux-".length())));
    }

    private static boolean isSeries(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private void paragraph() {
        if (isKernel()) {
            var packaging = files(PACKAGING).findFirst();
            files(SUFFIX)
                    .flatMap(file -> release(file).stream().map(r -> new ListedTarball(r, file, packaging)))
                    .forEach(tarball -> found.putIfAbsent(tarball.release(), tarball));
        }
        packageName = "";
        directory = "";
        inHashes = false;
        hashes.clear();
    }

    private Stream<ListedFile> files(String suffix) {
        return hashes.stream()
                .map(entry -> entry.split("\\s+", -1))
                .filter(words -> words.length == 3 && words[2].endsWith(suffix))
                .flatMap(words -> file(words[0], words[1], words[2]).stream());
    }

    private static Optional<Release> release(ListedFile file) {
        var name = file.name();
        return Release.parse(name.substring(name.indexOf('_') + 1, name.length() - SUFFIX.length()));
    }

    private Optional<ListedFile> file(String hash, String size, String name) {
        var path = directory + "/" + name;
        if (!isPlainPath(path) || !size.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ListedFile(path, Long.parseLong(size), new Digest(hash)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Relative, and made of ordinary characters only. */
    private static boolean isPlainPath(String path) {
        return !path.startsWith("/")
                && !List.of(path.split("/", -1)).contains("..")
                && path.chars().allMatch(c -> Character.isLetterOrDigit(c) ? c < 128 : "/._+~-".indexOf(c) >= 0);
    }

    private Optional<String> value(int length, String name) {
        var text = text(length);
        return text.startsWith(name) ? Optional.of(text.substring(name.length()).strip()) : Optional.empty();
    }

    private String text(int length) {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** The next line's length after cutting, or -1 at the end. */
    private int next() throws IOException {
        int length = 0;
        int c = in.read();
        if (c < 0) {
            return -1;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (length < LONGEST_LINE) {
                line[length++] = (byte) c;
            }
            if (++count > limit) {
                throw new IOException("more than " + limit + " bytes after decompression");
            }
        }
        count++;
        return length;
    }
}
