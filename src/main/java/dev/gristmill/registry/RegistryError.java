package dev.gristmill.registry;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * One error of those a registry reports in the body of an answer.
 *
 * @param code such as {@code BLOB_UNKNOWN}
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes">error codes</a>
 */
record RegistryError(String code, String message) {
    private static final int MOST = 5;

    /** What the body says; nothing where it says nothing in that form. */
    static List<RegistryError> read(byte[] body) {
        var found = new ArrayList<RegistryError>();
        try {
            for (var error : JsonObject.parse(body).objects("errors")) {
                if (found.size() < MOST) {
                    found.add(new RegistryError(text(error, "code"), text(error, "message")));
                }
            }
        } catch (MalformedJsonException e) {
            return found; // a proxy's page for browsers
        }
        return found;
    }

    private static String text(JsonObject error, String name) throws MalformedJsonException {
        return error.has(name) ? Shown.text(error.string(name)) : "";
    }

    @Override
    public String toString() {
        return message.isEmpty() ? code : code + ": " + message;
    }
}
