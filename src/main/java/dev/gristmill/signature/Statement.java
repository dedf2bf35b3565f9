package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * What an envelope says of an image.
 *
 * @param subjects the digests it is about
 * @param predicate what it says, of the kind that its type names
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto statement, v1</a>
 */
public record Statement(List<Digest> subjects, String predicateType, JsonObject predicate) {
    /** Of a statement that says no more than that the image is signed. */
    public static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String OLD_TYPE = "https://in-toto.io/Statement/v0.1";

    public Statement {
        subjects = List.copyOf(subjects);
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
}
