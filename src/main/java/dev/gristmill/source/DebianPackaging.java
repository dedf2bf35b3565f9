package dev.gristmill.source;

import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.apt.ListedFile;
import dev.gristmill.source.http.Download;
import dev.gristmill.source.http.Http;
import dev.gristmill.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Debian adds to a kernel's tarball; of it, only the changelog is looked at. */
final class DebianPackaging {
    private static final String CHANGELOG = "debian/changelog";
    private static final long LARGEST = 64L << 20;

    private final Http http;
    private final Store store;
    private final Progress progress;

    DebianPackaging(Http http, Store store, Progress progress) {
        this.http = http;
        this.store = store;
        this.progress = progress;
    }

    /** @throws StepException if it cannot be fetched, or is not the file that was listed */
    List<ReleaseNotes> notes(ListedFile packaging, URI address, Release from, Release to) throws InterruptedException {
        if (packaging.size() > LARGEST) {
            throw new StepException(Problem.of("a package's own files are larger than any can be")
                    .where(Http.shown(address))
                    .expected("at most " + LARGEST + " bytes")
                    .found(packaging.size() + " bytes"));
        }
        var file = store.temporary("packaging");
        try (var task = progress.begin(to.toString(), "changelog", Progress.Unit.BYTES)) {
            new Download(address, packaging.digest(), packaging.size()).into(file, http, task);
            task.done(packaging.name());
            return read(file, from, to);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a changelog cannot be read")
                            .where(Http.shown(address))
                            .found(e),
                    e);
        }
    }

    private List<ReleaseNotes> read(Path file, Release from, Release to) throws IOException, InterruptedException {
        var process = Children.start(Command.of(
                store.root(),
                "tar",
                "--extract",
                "--xz",
                "--to-stdout",
                "--file=" + file,
                "--occurrence=1",
                CHANGELOG));
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var notes = DebianChangeLog.read(lines, from, to);
            if (notes.isEmpty()) {
                requireWhole(process, lines);
            }
            return notes;
        } finally {
            Children.stop(process);
            Files.deleteIfExists(file);
        }
    }

    /** That nothing changed is believed of a changelog only that could be read. */
    private static void requireWhole(Process process, BufferedReader rest) throws IOException, InterruptedException {
        rest.transferTo(Writer.nullWriter());
        if (process.waitFor() != 0) {
            throw new IOException("tar ended with status " + process.exitValue());
        }
    }
}
