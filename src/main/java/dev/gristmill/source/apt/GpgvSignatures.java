package dev.gristmill.source.apt;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks {@code gpgv}, which knows of expired and revoked keys and of weak hashes. */
public final class GpgvSignatures implements Signatures {
    private static final Path USUAL = Path.of("usr", "share", "keyrings", "debian-archive-keyring.gpg");
    private static final String MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----";

    private final Store store;
    private final Path root;

    /** @param root the folder that stands for {@code /} */
    public GpgvSignatures(Store store, Path root) {
        this.store = store;
        this.root = root;
    }

    @Override
    public Signed check(byte[] document, List<SignedBy> keys, String where) throws InterruptedException {
        var text = new String(document, StandardCharsets.UTF_8);
        if (!text.startsWith(MESSAGE) || text.indexOf(MESSAGE, 1) >= 0) {
            throw new StepException(Problem.of("an index is not signed")
                    .where(where)
                    .expected("one clear-signed message and nothing before it")
                    .found(document.length == 0 ? "an empty file" : "something else"));
        }
        if (Children.which("gpgv").isEmpty()) {
            throw new StepException(Problem.of("signatures cannot be checked: there is no gpgv")
                    .where(where)
                    .remedy("apt-get install gpgv"));
        }
        var folder = store.temporary("signature");
        try {
            Files.createDirectories(folder);
            var signed = folder.resolve("signed");
            var signers = judge(Children.collect(command(document, keys, folder, signed)), where);
            return new Signed(Files.readString(signed, StandardCharsets.UTF_8), signers);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a signature cannot be checked").where(where).found(e), e);
        } finally {
            remove(folder);
        }
    }

    private Command command(byte[] document, List<SignedBy> keys, Path folder, Path signed) throws IOException {
        // Standard output is for the status lines alone: nothing that the document says gets between them.
        var argv = new ArrayList<>(List.of("gpgv", "--status-fd", "1", "--output", signed.toString()));
        argv.addAll(List.of("--log-file", folder.resolve("log").toString()));
        for (var keyring : keyrings(keys, folder)) {
            argv.addAll(List.of("--keyring", keyring.toString()));
        }
        argv.add(Files.write(folder.resolve("document"), document).toString());
        return Command.of(folder, argv.toArray(String[]::new));
    }

    private List<Path> keyrings(List<SignedBy> keys, Path folder) throws IOException {
        var keyrings = new ArrayList<Path>();
        for (var key : keys.isEmpty() ? List.<SignedBy>of(new SignedBy.KeyFile(root.resolve(USUAL))) : keys) {
            var name = "keyring-" + keyrings.size() + ".gpg";
            keyrings.add(
                    switch (key) {
                        case SignedBy.KeyBlock block ->
                            Files.write(folder.resolve(name), Armor.decoded(block.armored(), "Signed-By"));
                        case SignedBy.KeyFile file -> binary(file.path(), folder.resolve(name));
                    });
        }
        return keyrings;
    }

    private static Path binary(Path keyring, Path copy) throws IOException {
        if (!Files.isReadable(keyring)) {
            throw new StepException(Problem.of("signatures cannot be checked: a keyring is missing")
                    .where(keyring)
                    .remedy("apt-get install debian-archive-keyring, or correct Signed-By in the APT sources"));
        }
        var content = Files.readAllBytes(keyring);
        var start = new String(content, 0, Math.min(content.length, 10), StandardCharsets.ISO_8859_1);
        return start.equals("-----BEGIN")
                ? Files.write(copy, Armor.decoded(new String(content, StandardCharsets.US_ASCII), keyring.toString()))
                : keyring;
    }

    /**
     * As APT does: one good signature suffices, since an archive signs with keys that a machine need not know yet; a bad
     * one is never overlooked.
     */
    private static List<String> judge(Children.Outcome outcome, String where) {
        var status = GpgvStatus.of(outcome.output());
        if (status.signers().isEmpty() || status.bad()) {
            throw new StepException(Problem.of("an index has no good signature")
                    .where(where)
                    .expected("a signature of the archive's keys")
                    .found(status.reason())
                    .remedy("update debian-archive-keyring; if it stays, the mirror has been tampered with"));
        }
        return status.signers().stream().sorted().toList();
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // The run's work folder takes it along.
        }
    }
}
