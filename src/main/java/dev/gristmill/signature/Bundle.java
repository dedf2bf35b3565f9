package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;

/**
 * A DSSE envelope in Sigstore's bundle, with a hint which key it is that signed.
 *
 * @see <a href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto">bundle, v0.3</a>
 */
public final class Bundle {
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private Bundle() {}

    public static byte[] of(Envelope envelope, VerificationKey key) {
        var material = new JsonObject().put("publicKey", new JsonObject().put("hint", key.hint()));
        return new JsonObject()
                .put("mediaType", MEDIA_TYPE)
                .put("verificationMaterial", material)
                .put("dsseEnvelope", envelope.json())
                .bytes();
    }

    /** The envelope; what a bundle says of the key is no proof of anything. */
    public static Envelope envelope(byte[] bundle) throws MalformedJsonException {
        var json = JsonObject.parse(bundle);
        if (!json.string("mediaType").startsWith("application/vnd.dev.sigstore.bundle")) {
            throw new MalformedJsonException("mediaType", MEDIA_TYPE, json.string("mediaType"));
        }
        return Envelope.of(json.object("dsseEnvelope"));
    }
}
