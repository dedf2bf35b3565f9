package dev.gristmill.registry;

import dev.gristmill.source.http.Body;
import dev.gristmill.source.http.Patience;
import dev.gristmill.source.http.Proxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, nothing more. There is no limit to how long an upload takes as long as bytes move: only
 * silence ends it.
 */
final class Wire implements AutoCloseable {
    private final Access access;
    private final Patience patience;
    private @Nullable HttpClient client;

    Wire(Access access, Patience patience) {
        this.access = access;
        this.patience = patience;
    }

    Patience patience() {
        return patience;
    }

    /** @throws CallFailure if there is no answer, or nothing moves for too long */
    Answer exchange(Call call, URI at, Optional<String> authorization) throws CallFailure, InterruptedException {
        var moved = new AtomicLong(System.nanoTime());
        var future = client().sendAsync(
                        request(call, at, authorization, () -> moved.set(System.nanoTime())), info -> new Body());
        try {
            return new Answer(call, at, await(future, moved), patience.stall());
        } catch (ExecutionException e) {
            throw CallFailure.broken(call, at, cause(e));
        } catch (HttpTimeoutException e) {
            throw CallFailure.broken(call, at, e);
        } finally {
            if (!future.isDone()) {
                future.cancel(true);
            }
        }
    }

    private HttpResponse<Body> await(CompletableFuture<HttpResponse<Body>> future, AtomicLong moved)
            throws InterruptedException, ExecutionException, HttpTimeoutException {
        while (true) {
            var silence = Duration.ofNanos(System.nanoTime() - moved.get());
            var left = patience.stall().minus(silence);
            if (left.isNegative() || left.isZero()) {
                throw new HttpTimeoutException("nothing moved for " + seconds(patience.stall()) + " s");
            }
            try {
                return future.get(left.toMillis() + 1, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue; // something may have moved meanwhile
            }
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : duration.toMillis() / 1000.0 + "";
    }

    private static HttpRequest request(Call call, URI at, Optional<String> authorization, Runnable moved) {
        var request = HttpRequest.newBuilder(at).header("User-Agent", "gristmill");
        call.headers().forEach(request::header);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request.method(call.method(), call.payload().publisher(moved)).build();
    }

    private static IOException cause(ExecutionException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof IOException broken ? broken : new IOException(cause);
    }

    private synchronized HttpClient client() {
        if (client == null) {
            var builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience.connect())
                    .proxy(new EnvironmentProxies(new Proxies(Map.of(), access.environment())));
            access.caFile().ifPresent(file -> builder.sslContext(TrustedAuthorities.including(file)));
            client = builder.build();
        }
        return client;
    }

    /** Ends all connections, at once. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private static final class EnvironmentProxies extends ProxySelector {
        private final Proxies proxies;

        EnvironmentProxies(Proxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (Access.isLoopback(uri.getHost())) {
                return List.of(Proxy.NO_PROXY);
            }
            return List.of(proxies.to(uri)
                    .map(a -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(a.getHostString(), a.getPort())))
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // The request itself fails and says so.
        }
    }
}
