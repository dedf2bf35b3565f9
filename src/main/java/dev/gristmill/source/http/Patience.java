package dev.gristmill.source.http;

import java.time.Duration;

/**
 * How long to put up with a server.
 *
 * @param connect until a connection stands
 * @param stall without a single byte, or without an answer
 * @param attempts at the same request, the first one included
 * @param pause before the second attempt; doubled before each further one
 */
public record Patience(Duration connect, Duration stall, int attempts, Duration pause) {
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(30), 5, Duration.ofMillis(500));
}
