package dev.gristmill.image;

import java.io.IOException;

/** A JSON document is not what its specification asks for. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedJsonException(String field, String expected, Object found) {
        super("field '%s': expected %s, found %s".formatted(field, expected, found));
    }

    MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
