package dev.gristmill.signature;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;

/** Signs with a key that is here. */
final class KeySigner implements Signer {
    private final ECPrivateKey secret;
    private final VerificationKey key;

    KeySigner(ECPrivateKey secret, VerificationKey key) {
        this.secret = secret;
        this.key = key;
    }

    @Override
    public VerificationKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance(VerificationKey.ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that was accepted does not sign", e);
        }
    }
}
