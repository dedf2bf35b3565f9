package dev.gristmill.source.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A mirror on this machine. Serves files and ranges of them, and misbehaves where a test says so. */
public final class LoopbackServer implements AutoCloseable {
    /** Patience for tests: nothing here is slow. */
    public static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), 3, Duration.ofMillis(2));

    /** Answers one request. */
    @FunctionalInterface
    public interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public LoopbackServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public void script(String path, Script script) {
        scripts.put(path, script);
    }

    public void file(String path, byte[] content) {
        script(path, exchange -> serve(exchange, content));
    }

    public void remove(String path) {
        scripts.remove(path);
    }

    /** Method, path and range of every request so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public static Http http() {
        return new Http(Proxies.none(), PATIENCE);
    }

    /** The file, or the end of it that was asked for. */
    public static void serve(HttpExchange exchange, byte[] content) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
        exchange.getResponseBody().write(content, from, content.length - from);
    }

    /**
     * States the whole length and breaks off in the middle, once the other side has taken some of it: what is still on
     * its way when a connection breaks may get lost.
     */
    public static void cut(HttpExchange exchange, byte[] content, int after, BooleanSupplier taken) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, after);
        exchange.getResponseBody().flush();
        long end = System.nanoTime() + PATIENCE.stall().toNanos();
        while (!taken.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
        try (exchange) {
            var script = scripts.get(path);
            if (script == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                script.answer(exchange);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
