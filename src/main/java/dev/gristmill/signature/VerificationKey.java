package dev.gristmill.signature;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A public key of ECDSA P-256. */
public final class VerificationKey {
    static final String ALGORITHM = "SHA256withECDSA";

    private static final int LARGEST_FILE = 64 * 1024;
    private static final String LABEL = "PUBLIC KEY";

    // The order of the curve's group tells it from all other curves (FIPS 186-4, D.1.2.3).
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final ECPublicKey key;

    VerificationKey(ECPublicKey key) {
        this.key = key;
    }

    /**
     * Reads a PEM file as {@code cosign} and {@code openssl} write it.
     *
     * @throws InvalidInputException if it is something else
     */
    public static VerificationKey read(Path file) {
        var pem = Pem.in(text(file))
                .filter(block -> block.label().equals(LABEL))
                .orElseThrow(() -> unusable(file, "something else"));
        try {
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pem.content()));
            if (key instanceof ECPublicKey ec && isP256(ec)) {
                return new VerificationKey(ec);
            }
            throw unusable(file, "a key of another curve");
        } catch (GeneralSecurityException e) {
            throw unusable(file, "another kind of key");
        }
    }

    static boolean isP256(java.security.interfaces.ECKey key) {
        return key.getParams().getOrder().equals(P256_ORDER);
    }

    /** A small text file that was named by the user. */
    static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(Problem.of("a key cannot be read")
                    .where(file)
                    .found(e)
                    .remedy("'gristmill keygen' makes a pair, gristmill.key to sign with and gristmill.pub to verify"
                            + " with"));
        }
    }

    private static InvalidInputException unusable(Path file, String found) {
        return new InvalidInputException(Problem.of("this is no public key that signatures can be checked with")
                .where(file)
                .expected("a PEM file 'PUBLIC KEY' of ECDSA P-256, such as cosign.pub")
                .found(found)
                .remedy("'gristmill keygen' and 'cosign generate-key-pair' make such keys"));
    }

    /** Whether the signature is this key's over that message; a malformed one is not. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            var check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that was accepted does not verify", e);
        }
    }

    /** How bundles name it: the SHA-256 of its SubjectPublicKeyInfo, in base64. */
    String hint() {
        return Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(fingerprint().hex()));
    }

    /** The SHA-256 of its SubjectPublicKeyInfo. */
    public Digest fingerprint() {
        return Digest.of(key.getEncoded());
    }

    /** As a PEM file. */
    public String pem() {
        return new Pem(LABEL, key.getEncoded()).toString();
    }
}
