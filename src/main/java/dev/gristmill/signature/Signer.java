package dev.gristmill.signature;

/** Signs with one key, wherever that is. Safe for use by several threads. */
public sealed interface Signer permits KeySigner, CommandSigner {

    /** What its signatures are checked with. */
    VerificationKey key();

    /**
     * The signature of the message's SHA-256, as the ASN.1 structure of X9.62.
     *
     * @throws dev.gristmill.model.StepException if there is none, or one that the key does not verify
     */
    byte[] sign(byte[] message) throws InterruptedException;
}
