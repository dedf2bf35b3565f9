package dev.gristmill.signature;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * NaCl's secret box: XSalsa20 and Poly1305.
 *
 * @see <a href="https://nacl.cr.yp.to/secretbox.html">secretbox</a>
 */
final class SecretBox {
    static final int KEY = 32;
    static final int NONCE = 24;
    private static final int MAC = 16;

    private SecretBox() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] message) {
        var cipher = cipher(key, nonce);
        var authenticator = authenticator(cipher);
        var box = new byte[MAC + message.length];
        cipher.processBytes(message, 0, message.length, box, MAC);
        System.arraycopy(authenticator.of(box), 0, box, 0, MAC);
        return box;
    }

    /** The message; nothing if the key is wrong or the box was changed. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] box) {
        if (nonce.length != NONCE || box.length < MAC) {
            return Optional.empty();
        }
        var cipher = cipher(key, nonce);
        var authenticator = authenticator(cipher);
        if (!MessageDigest.isEqual(authenticator.of(box), Arrays.copyOf(box, MAC))) {
            return Optional.empty();
        }
        var message = new byte[box.length - MAC];
        cipher.processBytes(box, MAC, message.length, message, 0);
        return Optional.of(message);
    }

    private record Authenticator(byte[] key) {
        byte[] of(byte[] box) {
            var mac = new Poly1305();
            mac.init(new KeyParameter(key));
            mac.update(box, MAC, box.length - MAC);
            var code = new byte[MAC];
            mac.doFinal(code, 0);
            return code;
        }
    }

    private static XSalsa20Engine cipher(byte[] key, byte[] nonce) {
        var cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    /** Its key is the first 32 bytes of the stream. */
    private static Authenticator authenticator(XSalsa20Engine cipher) {
        var key = new byte[KEY];
        cipher.processBytes(new byte[KEY], 0, KEY, key, 0);
        return new Authenticator(key);
    }
}
