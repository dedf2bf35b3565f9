package dev.gristmill.source.http;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to servers. Safe for use by several threads; nothing is loaded or opened before the first request. */
public final class Http {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Proxies proxies;
    private final Patience patience;
    private @Nullable HttpClient client;

    public Http(Proxies proxies, Patience patience) {
        this.proxies = proxies;
        this.patience = patience;
    }

    /** Something that may be tried again when it ends with an {@link IOException}. */
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Whether a server has a file, as far as a {@code HEAD} request tells. */
    public sealed interface Presence {
        /** @param size in bytes, where the server states it */
        record There(OptionalLong size) implements Presence {}

        record Refused(int status) implements Presence {}
    }

    public Presence look(URI uri) throws InterruptedException {
        return persistently(uri, () -> {
            try (var answer = send("HEAD", uri, Map.of())) {
                return switch (answer.status()) {
                    case 200 -> new Presence.There(answer.length());
                    // Some servers know no HEAD: the download itself will tell.
                    case 405, 501 -> new Presence.There(OptionalLong.empty());
                    default -> new Presence.Refused(answer.status());
                };
            }
        });
    }

    /**
     * A small document, held in memory.
     *
     * @param limit the most bytes it may have
     * @return nothing where the server says that there is no such document
     * @throws StepException if the server gives another answer, or too long a one
     */
    public Optional<byte[]> document(URI uri, int limit) throws InterruptedException {
        return persistently(uri, () -> {
            try (var answer = send("GET", uri, Map.of())) {
                if (answer.status() == 404 || answer.status() == 410) {
                    return Optional.empty();
                }
                expect(200, answer);
                return Optional.of(content(answer, limit));
            }
        });
    }

    /** Runs an attempt until it succeeds or patience ends. */
    <T> T persistently(URI uri, Attempt<T> attempt) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                if (tries >= patience.attempts()) {
                    throw unreachable(uri, tries, e);
                }
                Thread.sleep(pause(tries, e));
            }
        }
    }

    /** Sends a request and follows its redirects. The caller closes the answer. */
    Answer send(String method, URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        var at = uri;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var answer = exchange(method, at, headers);
            switch (answer.status()) {
                case 301, 302, 303, 307, 308 -> {
                    answer.close();
                    at = target(at, answer.header("Location"));
                }
                case 408, 429, 500, 502, 503, 504 -> {
                    answer.close();
                    throw new BusyServerException(answer.status(), retryAfter(answer));
                }
                default -> {
                    return answer;
                }
            }
        }
        throw new StepException(Problem.of("a server sends us in circles")
                .where(shown(uri))
                .expected("at most " + MOST_REDIRECTS + " redirects")
                .found("one more, to " + shown(at)));
    }

    Patience patience() {
        return patience;
    }

    /** @throws StepException if the status is another one, which trying again will not change */
    static void expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new StepException(Problem.of("a server refuses a file")
                    .where(shown(answer.from()))
                    .expected("HTTP status " + status)
                    .found("HTTP status " + answer.status())
                    .remedy("check this machine's APT sources and proxy settings"));
        }
    }

    /** The address without a user's name and password. */
    public static String shown(URI uri) {
        var text = uri.toString();
        var user = uri.getRawUserInfo();
        return user == null ? text : text.replace(user + "@", "");
    }

    private Answer exchange(String method, URI uri, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "gristmill");
        headers.forEach(request::header);
        var future = client().sendAsync(request.build(), info -> new Body());
        try {
            return new Answer(
                    uri, future.get(patience.stall().plus(patience.connect()).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer for " + patience.stall().toSeconds() + " s");
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(reason(cause), cause);
        } finally {
            if (!future.isDone()) {
                future.cancel(true);
            }
        }
    }

    private byte[] content(Answer answer, int limit) throws IOException, InterruptedException {
        var content = new ByteArrayOutputStream();
        for (var bytes = answer.body().next(patience.stall());
                !bytes.isEmpty();
                bytes = answer.body().next(patience.stall())) {
            for (ByteBuffer part : bytes) {
                var copy = new byte[part.remaining()];
                part.get(copy);
                content.write(copy);
            }
            if (content.size() > limit) {
                throw new StepException(Problem.of("a server sends more than such a document can have")
                        .where(shown(answer.from()))
                        .expected("at most " + limit + " bytes")
                        .found("more"));
            }
        }
        return content.toByteArray();
    }

    private static URI target(URI from, String location) {
        var refused = Problem.of("a redirect is not followed")
                .where(shown(from))
                .expected("an http or https address, and never http from https")
                .found(location.isEmpty() ? "no Location" : location);
        try {
            var to = from.resolve(new URI(location));
            boolean safe = "https".equalsIgnoreCase(to.getScheme())
                    || ("http".equalsIgnoreCase(to.getScheme()) && !"https".equalsIgnoreCase(from.getScheme()));
            if (location.isEmpty() || !safe || to.getHost() == null) {
                throw new StepException(refused);
            }
            return to;
        } catch (URISyntaxException e) {
            throw new StepException(refused, e);
        }
    }

    private Duration pause(int tries, IOException failure) {
        var pause = patience.pause().multipliedBy(1L << Math.min(tries - 1, 10));
        if (failure instanceof BusyServerException busy && busy.retryAfter().compareTo(pause) > 0) {
            pause = busy.retryAfter();
        }
        long most = Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    private static Duration retryAfter(Answer answer) {
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(answer.header("Retry-After")), 0, 3600));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    private static StepException unreachable(URI uri, int tries, IOException cause) {
        return new StepException(
                Problem.of("a file cannot be fetched")
                        .where(shown(uri))
                        .found(reason(cause) + " (" + tries + " attempts)")
                        .remedy("check the network, this machine's APT sources and its proxy settings"),
                cause);
    }

    private static String reason(Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return at.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience.connect())
                    .proxy(selector())
                    .build();
        }
        return client;
    }

    private ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxies.to(uri)
                        .map(a -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(a.getHostString(), a.getPort())))
                        .orElse(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The request itself fails and says so.
            }
        };
    }
}
