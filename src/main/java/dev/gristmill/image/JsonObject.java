package dev.gristmill.image;

import dev.gristmill.model.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A small JSON document whose fields keep their order, those this program knows nothing of too. For manifests, indexes
 * and configs, which are bounded before they are read.
 */
public final class JsonObject {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** Text, numbers, objects, lists of these, and maps of text, which are written as objects. */
    public JsonObject put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** The same without that field. */
    public JsonObject without(String name) {
        var rest = new JsonObject();
        rest.fields.putAll(fields);
        rest.fields.remove(name);
        return rest;
    }

    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public String string(String name) throws MalformedJsonException {
        return typed(name, String.class, "text");
    }

    public long number(String name) throws MalformedJsonException {
        return typed(name, Long.class, "a whole number");
    }

    public Digest digest(String name) throws MalformedJsonException {
        try {
            return Digest.parse(string(name));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(name, "sha256:<64 hex digits>", string(name));
        }
    }

    /** Whether that field is {@code true}. */
    public boolean says(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    public JsonObject object(String name) throws MalformedJsonException {
        return typed(name, JsonObject.class, "an object");
    }

    /** The objects of a list; none if there is no such field. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        var found = new ArrayList<JsonObject>();
        if (has(name)) {
            for (Object element : typed(name, List.class, "a list")) {
                if (!(element instanceof JsonObject object)) {
                    throw new MalformedJsonException(name, "a list of objects", "another element");
                }
                found.add(object);
            }
        }
        return found;
    }

    /** The texts of a list; none if there is no such field. */
    public List<String> strings(String name) throws MalformedJsonException {
        var found = new ArrayList<String>();
        if (has(name)) {
            for (Object element : typed(name, List.class, "a list")) {
                if (!(element instanceof String text)) {
                    throw new MalformedJsonException(name, "a list of text", "another element");
                }
                found.add(text);
            }
        }
        return found;
    }

    /** The text fields of an object such as {@code annotations}; none if there is no such field. */
    public SortedMap<String, String> texts(String name) throws MalformedJsonException {
        var found = new TreeMap<String, String>();
        if (has(name)) {
            var object = object(name);
            for (var key : object.fields.keySet()) {
                found.put(key, object.string(key));
            }
        }
        return found;
    }

    /** The names of all fields, in the order of the document. */
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }

    private <T> T typed(String name, Class<T> type, String expected) throws MalformedJsonException {
        var value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new MalformedJsonException(name, expected, value == null ? "nothing" : value);
        }
        return type.cast(value);
    }

    public static JsonObject parse(byte[] text) throws MalformedJsonException {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            if (value(parser) instanceof JsonObject object && parser.nextToken() == null) {
                return object;
            }
            throw new MalformedJsonException("the whole document", "one object", "something else");
        } catch (JacksonException e) {
            throw new MalformedJsonException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        var token = parser.currentToken();
        if (token == null) {
            return null;
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonObject object(JsonParser parser) {
        var object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            object.fields.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> list(JsonParser parser) {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    /** Compact JSON in UTF-8. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, this);
        }
        return out.toByteArray();
    }

    // No switch over types: the first one that runs costs a program that has just started 10 ms.
    private static void write(JsonGenerator generator, @Nullable Object value) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof JsonObject object) {
            writeFields(generator, object.fields);
        } else if (value instanceof Map<?, ?> map) {
            writeFields(generator, map);
        } else if (value instanceof List<?> list) {
            writeList(generator, list);
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Number number) {
            generator.writeNumber(number.toString());
        } else {
            throw new IllegalArgumentException("No JSON for a " + value.getClass());
        }
    }

    private static void writeFields(JsonGenerator generator, Map<?, ?> fields) {
        generator.writeStartObject();
        fields.forEach((name, value) -> {
            generator.writeName((String) name);
            write(generator, value);
        });
        generator.writeEndObject();
    }

    private static void writeList(JsonGenerator generator, List<?> list) {
        generator.writeStartArray();
        list.forEach(element -> write(generator, element));
        generator.writeEndArray();
    }

    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
