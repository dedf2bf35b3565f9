package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * What is in an encrypted key file of cosign: a PKCS#8 structure in a {@link SecretBox} whose key comes from a passphrase
 * by scrypt.
 *
 * @see <a href="https://github.com/secure-systems-lab/go-securesystemslib/tree/main/encrypted">its form</a>
 */
final class EncryptedKey {
    static final String LABEL = "ENCRYPTED SIGSTORE PRIVATE KEY";

    /** As cosign 1 named it. */
    static final String OLD_LABEL = "ENCRYPTED COSIGN PRIVATE KEY";

    private static final int SALT = 32;
    private static final int ROUNDS = 1 << 16;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 1;

    private EncryptedKey() {}

    static byte[] seal(byte[] key, char[] passphrase) {
        var random = new SecureRandom();
        var salt = new byte[SALT];
        var nonce = new byte[SecretBox.NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        var box = SecretBox.seal(derived(passphrase, salt, ROUNDS), nonce, key);
        var base64 = Base64.getEncoder();
        return new JsonObject()
                .put(
                        "kdf",
                        new JsonObject()
                                .put("name", "scrypt")
                                .put(
                                        "params",
                                        new JsonObject()
                                                .put("N", ROUNDS)
                                                .put("r", BLOCK)
                                                .put("p", PARALLEL))
                                .put("salt", base64.encodeToString(salt)))
                .put(
                        "cipher",
                        new JsonObject().put("name", "nacl/secretbox").put("nonce", base64.encodeToString(nonce)))
                .put("ciphertext", base64.encodeToString(box))
                .bytes();
    }

    /**
     * The key; nothing if the passphrase is another one.
     *
     * @throws MalformedJsonException if it is not such a file, or one whose derivation would take too much memory
     */
    static Optional<byte[]> open(byte[] content, char[] passphrase) throws MalformedJsonException {
        var json = JsonObject.parse(content);
        var derivation = json.object("kdf");
        var parameters = derivation.object("params");
        var cipher = json.object("cipher");
        long rounds = parameters.number("N");
        boolean known = derivation.string("name").equals("scrypt")
                && cipher.string("name").equals("nacl/secretbox")
                && parameters.number("r") == BLOCK
                && parameters.number("p") == PARALLEL
                && rounds >= 2
                && rounds <= ROUNDS
                && Long.bitCount(rounds) == 1;
        if (!known) {
            throw new MalformedJsonException("kdf", "scrypt with N of at most 65536, r 8 and p 1", derivation);
        }
        try {
            var base64 = Base64.getDecoder();
            return SecretBox.open(
                    derived(passphrase, base64.decode(derivation.string("salt")), (int) rounds),
                    base64.decode(cipher.string("nonce")),
                    base64.decode(json.string("ciphertext")));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("ciphertext", "base64", "something else");
        }
    }

    private static byte[] derived(char[] passphrase, byte[] salt, int rounds) {
        var secret = bytes(passphrase);
        try {
            return SCrypt.generate(secret, salt, rounds, BLOCK, PARALLEL, SecretBox.KEY);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] bytes(char[] passphrase) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }
}
