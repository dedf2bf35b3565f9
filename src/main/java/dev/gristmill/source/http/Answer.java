package dev.gristmill.source.http;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.OptionalLong;

/** What a server answered after all redirects; closing it drops what was not read. */
record Answer(URI from, HttpResponse<Body> response) implements AutoCloseable {
    int status() {
        return response.statusCode();
    }

    Body body() {
        return response.body();
    }

    /** The length that the server states, in bytes; nothing where there is none or it is no number. */
    OptionalLong length() {
        try {
            return response.headers().firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        body().close();
    }
}
