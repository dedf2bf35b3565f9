package dev.gristmill.source;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.source.apt.Armor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may sign kernel releases.
 *
 * @param keyring binary, as gpgv reads it; it may hold more keys than are accepted
 * @param accepted names of the signers by the fingerprints of their primary keys, in upper-case hex; if there are none,
 *     every key of the ring is accepted
 */
public record ReleaseKeys(byte[] keyring, Map<String, String> accepted) {
    private static final String FILE = "kernel-release-keys.asc";

    public ReleaseKeys {
        accepted = Map.copyOf(accepted);
    }

    /**
     * Every key in that file.
     *
     * @param file binary, or in ASCII armor
     * @throws InvalidInputException if it cannot be read
     */
    public static ReleaseKeys in(Path file) {
        try {
            var content = Files.readAllBytes(file);
            var text = new String(content, StandardCharsets.US_ASCII);
            boolean armored = text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----");
            return new ReleaseKeys(armored ? Armor.decoded(text, file.toString()) : content, Map.of());
        } catch (IOException e) {
            throw new InvalidInputException(Problem.of("the keys of those who sign releases cannot be read")
                    .where(file)
                    .found(e));
        }
    }

    /** Who that is, if it is one who may sign. */
    Optional<String> name(String fingerprint) {
        return accepted.isEmpty()
                ? Optional.of("the key " + fingerprint)
                : Optional.ofNullable(accepted.get(fingerprint));
    }

    /** For messages. */
    String names() {
        return accepted.isEmpty()
                ? "the keys in the file that is named"
                : String.join(", ", accepted.values().stream().sorted().toList());
    }

    /**
     * Those of kernel.org. Debian's {@code linux} source package carries the keys as {@code debian/upstream/signing-key.asc};
     * the fingerprints are those of <a href="https://www.kernel.org/signature.html">kernel.org's page on signatures</a>.
     */
    public static ReleaseKeys builtIn() {
        var accepted = new TreeMap<String, String>();
        accepted.put("647F28654894E3BD457199BE38DBBDC86092693E", "Greg Kroah-Hartman");
        accepted.put("ABAF11C65A2970B130ABE3C479BE3E4300411886", "Linus Torvalds");
        accepted.put("E27E5D8A3403A2EF66873BBCDEA66FF797772CDC", "Sasha Levin");
        try (var in = Objects.requireNonNull(ReleaseKeys.class.getResourceAsStream(FILE))) {
            var armored = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return new ReleaseKeys(Armor.decoded(armored, FILE), accepted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
