package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.model.Digest;
import dev.gristmill.source.http.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a registry answered. Closing it drops what was not read, and the connection with it; an answer that is read to
 * its end leaves the connection for the next request.
 *
 * @param from where it came from in the end
 */
record Answer(Call call, URI from, HttpResponse<Body> response, Duration stall) implements AutoCloseable {
    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    OptionalLong number(String header) {
        try {
            return response.headers().firstValueAsLong(header);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** How long the registry wants to be left alone; zero where it does not say so in seconds. */
    Duration retryAfter() {
        return Duration.ofSeconds(Math.max(0, number("Retry-After").orElse(0)));
    }

    /**
     * The whole content, held in memory.
     *
     * @throws CallFailure if it has more bytes than that, or does not come to its end
     */
    byte[] content(int limit) throws CallFailure, InterruptedException {
        var content = new ByteArrayOutputStream();
        try {
            for (var bytes = response.body().next(stall);
                    !bytes.isEmpty();
                    bytes = response.body().next(stall)) {
                for (ByteBuffer part : bytes) {
                    var copy = new byte[part.remaining()];
                    part.get(copy);
                    content.writeBytes(copy);
                }
                if (content.size() > limit) {
                    throw CallFailure.lasting(call, from, "an answer of more than " + limit + " bytes");
                }
            }
            return content.toByteArray();
        } catch (CallFailure e) {
            throw e;
        } catch (IOException e) {
            throw CallFailure.broken(call, from, e);
        }
    }

    /** Reads what little may be left. */
    void finish() throws CallFailure, InterruptedException {
        content(CallFailure.LONGEST_REPORT);
    }

    /** The digest that the registry states, if it is of the kind that is used here. */
    Optional<Digest> digest() throws CallFailure {
        var stated = header("Docker-Content-Digest");
        try {
            return stated.filter(text -> text.startsWith("sha256:")).map(Digest::parse);
        } catch (IllegalArgumentException e) {
            throw CallFailure.lasting(call, from, "the digest " + Shown.text(stated.orElse("")));
        }
    }

    /** @throws CallFailure if the registry says that what it has is something else */
    void requireDigest(Descriptor expected) throws CallFailure {
        var stated = digest();
        if (stated.isPresent() && !stated.get().equals(expected.digest())) {
            throw CallFailure.lasting(
                    call, from, "a wrong digest in the answer: " + stated.get() + " instead of " + expected.digest());
        }
    }

    @Override
    public void close() {
        response.body().close();
    }
}
