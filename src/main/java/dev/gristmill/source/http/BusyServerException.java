package dev.gristmill.source.http;

import java.io.IOException;
import java.time.Duration;

/** The server asks to come again later: 408, 429 or 5xx. */
final class BusyServerException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    BusyServerException(int status, Duration retryAfter) {
        super("HTTP status " + status);
        this.retryAfter = retryAfter;
    }

    /** How long the server wants to be left alone; zero where it does not say. */
    Duration retryAfter() {
        return retryAfter;
    }
}
