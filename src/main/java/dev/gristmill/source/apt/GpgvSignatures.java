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
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Asks {@code gpgv}, which knows of expired and revoked keys and of weak hashes. */
public final class GpgvSignatures implements Signatures {
    private static final Path USUAL = Path.of("usr", "share", "keyrings", "debian-archive-keyring.gpg");
    private static final String STATUS = "[GNUPG:] ";
    // The numbers of RFC 9580, section 9.5: MD5, SHA-1, RIPEMD-160.
    private static final List<String> WEAK_HASHES = List.of("1", "2", "3");
    private static final String MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----";

    private final Store store;
    private final Path root;

    /** @param root the folder that stands for {@code /} */
    public GpgvSignatures(Store store, Path root) {
        this.store = store;
        this.root = root;
    }

    @Override
    public String signedText(byte[] document, List<SignedBy> keys, String where) throws InterruptedException {
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
            judge(Children.collect(command(document, keys, folder, signed)), where);
            return Files.readString(signed, StandardCharsets.UTF_8);
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
                            Files.write(folder.resolve(name), unarmored(block.armored(), "Signed-By"));
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
                ? Files.write(copy, unarmored(new String(content, StandardCharsets.US_ASCII), keyring.toString()))
                : keyring;
    }

    /** gpgv reads binary keyrings only. */
    private static byte[] unarmored(String armored, String where) {
        var base64 = armored.lines()
                .map(String::strip)
                .dropWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("=") && !line.startsWith("-"))
                .collect(Collectors.joining());
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    Problem.of("a keyring cannot be read")
                            .where(where)
                            .expected("a binary or ASCII-armored OpenPGP keyring")
                            .found(e),
                    e);
        }
    }

    /**
     * As APT does: one good signature suffices, since an archive signs with keys that a machine need not know yet; a bad
     * one is never overlooked. A GOODSIG says that neither key nor signature has expired or was revoked.
     */
    private static void judge(Children.Outcome outcome, String where) {
        var status = outcome.output().stream()
                .filter(line -> line.startsWith(STATUS))
                .map(line -> line.substring(STATUS.length()))
                .toList();
        boolean good = false;
        boolean accepted = false;
        for (var line : status) {
            var words = line.split(" ", -1);
            good = switch (words[0]) {
                case "GOODSIG" -> true;
                case "NEWSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "ERRSIG", "BADSIG" -> false;
                default -> good;
            };
            accepted |= good && words[0].equals("VALIDSIG") && words.length > 8 && !WEAK_HASHES.contains(words[8]);
        }
        boolean bad = status.stream().anyMatch(line -> line.startsWith("BADSIG") || line.startsWith("NODATA"));
        if (!accepted || bad) {
            throw new StepException(Problem.of("an index has no good signature")
                    .where(where)
                    .expected("a signature of the archive's keys")
                    .found(reason(status, outcome))
                    .remedy("update debian-archive-keyring; if it stays, the mirror has been tampered with"));
        }
    }

    private static String reason(List<String> status, Children.Outcome outcome) {
        var told = status.stream()
                .map(GpgvSignatures::objection)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        return told.isEmpty() ? "no signature (gpgv: status " + outcome.status() + ")" : told;
    }

    private static String objection(String line) {
        var words = line.split(" ", 3);
        return switch (words[0]) {
            case "BADSIG" -> "a bad signature by " + words[words.length - 1];
            case "NO_PUBKEY" -> "a signature by the unknown key " + words[1];
            case "EXPSIG" -> "an expired signature";
            case "EXPKEYSIG" -> "a signature by an expired key";
            case "REVKEYSIG" -> "a signature by a revoked key";
            case "VALIDSIG" -> "a signature with a weak hash";
            default -> "";
        };
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // The run's work folder takes it along.
        }
    }
}
