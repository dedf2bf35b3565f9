package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import java.util.TreeMap;

/**
 * What is signed in the older form: that a name has a digest.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">cosign's signature specification</a>
 */
public final class SimpleSigning {
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

    /** The annotation of the layer that holds the signature, in base64. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    private static final String TYPE = "cosign container image signature";

    private SimpleSigning() {}

    /** @param repository as one pulls from it, without a tag; people read it, nobody may rely on it */
    public static byte[] payload(String repository, Digest image) {
        var critical = new JsonObject()
                .put("identity", new JsonObject().put("docker-reference", repository))
                .put("image", new JsonObject().put("docker-manifest-digest", image.toString()))
                .put("type", TYPE);
        return new JsonObject()
                .put("critical", critical)
                .put("optional", new TreeMap<String, String>())
                .bytes();
    }

    /** The digest that a payload is about. */
    public static Digest subject(byte[] payload) throws MalformedJsonException {
        var critical = JsonObject.parse(payload).object("critical");
        if (!critical.string("type").equals(TYPE)) {
            throw new MalformedJsonException("critical.type", TYPE, critical.string("type"));
        }
        return critical.object("image").digest("docker-manifest-digest");
    }
}
