package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A blob that hangs on an image, as the manifest that lists it tells.
 *
 * @param annotations of the descriptor
 */
public record Attachment(Descriptor blob, SortedMap<String, String> annotations) {
    public Attachment {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    static Attachment from(JsonObject layer) throws MalformedJsonException {
        return new Attachment(Descriptor.from(layer), layer.texts("annotations"));
    }

    JsonObject json() {
        var json = blob.json();
        return annotations.isEmpty() ? json : json.put("annotations", annotations);
    }
}
