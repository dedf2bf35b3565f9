package dev.gristmill.signature;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** Private keys of ECDSA P-256 in files: encrypted as cosign does it, or PKCS#8 in PEM. */
public final class PrivateKeyFile {
    private static final String PLAIN = "PRIVATE KEY";

    private PrivateKeyFile() {}

    /**
     * @param passphrase is asked only if the key is encrypted
     * @throws InvalidInputException if it is no such key, or the passphrase is not its
     */
    public static Signer read(Path file, Passphrase passphrase) {
        var pem = Pem.in(VerificationKey.text(file)).orElseThrow(() -> unusable(file, "no PEM block"));
        var content = switch (pem.label()) {
            case PLAIN -> pem.content();
            case EncryptedKey.LABEL, EncryptedKey.OLD_LABEL -> opened(file, pem.content(), passphrase);
            case "EC PRIVATE KEY" ->
                throw new InvalidInputException(problem(file, "the older form 'EC PRIVATE KEY'")
                        .remedy("openssl pkcs8 -topk8 -nocrypt -in " + file + " writes it anew"));
            default -> throw unusable(file, "'" + pem.label() + "'");
        };
        try {
            return signer(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Makes a key and writes {@code <prefix>.key}, readable by its owner only, and {@code <prefix>.pub}.
     *
     * @throws InvalidInputException if one of the files is there already, or cannot be written
     */
    public static VerificationKey generate(Path prefix, Passphrase passphrase) {
        var secretFile = prefix.resolveSibling(prefix.getFileName() + ".key");
        var publicFile = prefix.resolveSibling(prefix.getFileName() + ".pub");
        requireMissing(secretFile);
        requireMissing(publicFile);
        var phrase = passphrase.forNewKey();
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var key = new VerificationKey((ECPublicKey) pair.getPublic());
            var sealed = EncryptedKey.seal(pair.getPrivate().getEncoded(), phrase);
            write(secretFile, new Pem(EncryptedKey.LABEL, sealed).toString(), "rw-------");
            write(publicFile, key.pem(), "rw-r--r--");
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256", e);
        } finally {
            Arrays.fill(phrase, '\0');
        }
    }

    private static byte[] opened(Path file, byte[] content, Passphrase passphrase) {
        var phrase = passphrase.of(file);
        try {
            return EncryptedKey.open(content, phrase)
                    .orElseThrow(() -> new InvalidInputException(Problem.of("the passphrase does not open the key")
                            .where(file)
                            .remedy("check the passphrase; a key that was damaged looks the same")));
        } catch (MalformedJsonException e) {
            throw unusable(file, String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(phrase, '\0');
        }
    }

    private static Signer signer(Path file, byte[] content) {
        try {
            var factory = KeyFactory.getInstance("EC");
            if (factory.generatePrivate(new PKCS8EncodedKeySpec(content)) instanceof ECPrivateKey key
                    && VerificationKey.isP256(key)) {
                return new KeySigner(key, publicKey(key, factory));
            }
            throw unusable(file, "a key of another curve");
        } catch (GeneralSecurityException e) {
            throw unusable(file, "another kind of key");
        }
    }

    /** A private key need not come with its public one, and the JDK does not compute it. */
    private static VerificationKey publicKey(ECPrivateKey key, KeyFactory factory) throws GeneralSecurityException {
        var curve = CustomNamedCurves.getByName("secp256r1");
        var point = curve.getG().multiply(key.getS()).normalize();
        var w = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        var found = factory.generatePublic(new ECPublicKeySpec(w, key.getParams()));
        return new VerificationKey((ECPublicKey) found);
    }

    private static void requireMissing(Path file) {
        if (Files.exists(file)) {
            throw new InvalidInputException(Problem.of("a key is there already and will not be overwritten")
                    .where(file)
                    .remedy("name other files with --output-key-prefix"));
        }
    }

    private static void write(Path file, String content, String permissions) {
        var attributes = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, attributes)) {
            var bytes = java.nio.ByteBuffer.wrap(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            requireMissing(file);
        } catch (IOException e) {
            throw new InvalidInputException(
                    Problem.of("a key cannot be written").where(file).found(e));
        }
    }

    private static InvalidInputException unusable(Path file, String found) {
        return new InvalidInputException(problem(file, found).remedy("'gristmill keygen' makes such keys"));
    }

    private static Problem problem(Path file, String found) {
        return Problem.of("this is no private key to sign with")
                .where(file)
                .expected("'" + EncryptedKey.LABEL + "' or PKCS#8 '" + PLAIN + "' in PEM, ECDSA P-256")
                .found(found);
    }
}
