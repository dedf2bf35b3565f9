package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an envelope says of an image.
 *
 * @param subjects the digests it is about
 * @param predicate what it says, of the kind that its type names
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto statement, v1</a>
 */
public record Statement(List<Digest> subjects, String predicateType, JsonObject predicate) {
    /** As cosign 3 says that an image is signed, and nothing more. */
    public static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String OLD_TYPE = "https://in-toto.io/Statement/v0.1";

    public Statement {
        subjects = List.copyOf(subjects);
    }

    /** That the image is signed. */
    public static Statement signed(Digest image) {
        return new Statement(List.of(image), SIGNED, new JsonObject());
    }

    public static Statement parse(byte[] payload) throws MalformedJsonException {
        var json = JsonObject.parse(payload);
        var type = json.string("_type");
        if (!type.equals(TYPE) && !type.equals(OLD_TYPE)) {
            throw new MalformedJsonException("_type", TYPE, type);
        }
        var subjects = new ArrayList<Digest>();
        for (var subject : json.objects("subject")) {
            var sha256 = subject.object("digest").string("sha256");
            try {
                subjects.add(new Digest(sha256));
            } catch (IllegalArgumentException e) {
                throw new MalformedJsonException("sha256", "64 hex digits", sha256);
            }
        }
        return new Statement(subjects, json.string("predicateType"), json.object("predicate"));
    }

    /** @param name of the image, for people */
    public byte[] bytes(String name) {
        return new JsonObject()
                .put("_type", TYPE)
                .put(
                        "subject",
                        subjects.stream().map(digest -> subject(name, digest)).toList())
                .put("predicateType", predicateType)
                .put("predicate", predicate)
                .bytes();
    }

    private static JsonObject subject(String name, Digest digest) {
        return new JsonObject().put("name", name).put("digest", Map.of("sha256", digest.hex()));
    }
}
