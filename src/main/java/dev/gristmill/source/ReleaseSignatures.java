package dev.gristmill.source;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.source.apt.GpgvStatus;
import dev.gristmill.source.http.Http;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether one of those who release kernels signed an archive. They sign the tar archive before it is compressed.
 *
 * @see <a href="https://www.kernel.org/signature.html">kernel.org's signatures</a>
 */
public final class ReleaseSignatures {
    private static final int LARGEST = 64 * 1024;

    /**
     * Of a pipe the shell tells how its last program ended; that xz fails is noted in a file. What gpgv leaves unread is
     * read all the same, else xz would fail for want of a reader.
     */
    private static final String CHECK = "{ xz -dc -- \"$1\" || : > broken; }"
            + " | { gpgv --status-fd 1 --log-file log --keyring ./keyring.gpg signature -; cat >/dev/null; }";

    private final Store store;
    private final Supplier<ReleaseKeys> keys;

    /** @param keys are read when they are first needed */
    public ReleaseSignatures(Store store, Supplier<ReleaseKeys> keys) {
        this.store = store;
        this.keys = keys;
    }

    /** The same, by keys of somebody's own, if there are any. */
    ReleaseSignatures by(Optional<Path> file) {
        return file.isPresent() ? new ReleaseSignatures(store, () -> ReleaseKeys.in(file.get())) : this;
    }

    /**
     * Who signed it.
     *
     * @param archive compressed with xz
     * @param signature a detached one, binary or in ASCII armor
     * @throws StepException if nobody did who may, or something is wrong with the signature
     */
    String signer(Path archive, URI signature, Http http) throws InterruptedException {
        var where = Http.shown(signature);
        var content = http.document(signature, LARGEST)
                .orElseThrow(() -> new StepException(Problem.of("a kernel release has no signature")
                        .where(where)
                        .expected("the signature of who released it")
                        .found("no such file")
                        .remedy("a release without one is not taken; try another mirror, or 'source: apt'")));
        return judged(where, (known, folder) -> check(archive, content, known, folder));
    }

    /**
     * Who signed a document that is in memory, such as a tag.
     *
     * @param where it is, for messages
     */
    String signer(byte[] document, byte[] signature, Object where) throws InterruptedException {
        return judged(where, (known, folder) -> {
            Files.write(folder.resolve("keyring.gpg"), known.keyring());
            Files.write(folder.resolve("signature"), signature);
            Files.write(folder.resolve("document"), document);
            return GpgvStatus.of(Children.collect(Command.of(
                            folder,
                            "gpgv",
                            "--status-fd",
                            "1",
                            "--log-file",
                            "log",
                            "--keyring",
                            "./keyring.gpg",
                            "signature",
                            "document"))
                    .output());
        });
    }

    private interface Check {
        GpgvStatus run(ReleaseKeys keys, Path folder) throws IOException, InterruptedException;
    }

    private String judged(Object where, Check check) throws InterruptedException {
        if (Children.which("gpgv").isEmpty()) {
            throw new StepException(Problem.of("signatures cannot be checked: there is no gpgv")
                    .where(where)
                    .remedy("apt-get install gpgv"));
        }
        var known = keys.get();
        var folder = store.temporary("signature");
        try {
            Files.createDirectories(folder);
            return judged(check.run(known, folder), known, where);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a signature cannot be checked").where(where).found(e), e);
        } finally {
            remove(folder);
        }
    }

    private static GpgvStatus check(Path archive, byte[] signature, ReleaseKeys keys, Path folder)
            throws IOException, InterruptedException {
        Files.write(folder.resolve("keyring.gpg"), keys.keyring());
        Files.write(folder.resolve("signature"), signature);
        var outcome = Children.collect(Command.of(
                folder, "sh", "-c", CHECK, "sh", archive.toAbsolutePath().toString()));
        if (Files.exists(folder.resolve("broken"))) {
            throw new StepException(Problem.of("a kernel release cannot be unpacked")
                    .where(archive)
                    .found("xz says: "
                            + String.join(
                                    "\n",
                                    outcome.output().stream()
                                            .filter(line -> line.startsWith("xz:"))
                                            .toList()))
                    .remedy("nothing was kept; if it stays, the mirror is broken or has been tampered with"));
        }
        return GpgvStatus.of(outcome.output());
    }

    private static String judged(GpgvStatus status, ReleaseKeys keys, Object where) {
        if (!status.bad()) {
            for (var signer : status.signers()) {
                var name = keys.name(signer);
                if (name.isPresent()) {
                    return name.get();
                }
            }
        }
        var others = status.bad() ? "" : String.join("\n", status.signers());
        throw new StepException(Problem.of("a kernel release is not signed by anybody who releases kernels")
                .where(where)
                .expected("a good signature by one of " + keys.names())
                .found(others.isEmpty() ? status.reason() : "a signature by a key that is not pinned: " + others)
                .remedy("nothing was kept; if it stays, the mirror is broken or has been tampered with"));
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // The run's work folder takes it along.
        }
    }
}
