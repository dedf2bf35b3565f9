package dev.gristmill.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** On a free port of this machine: takes everything, remembers what is there, and keeps nothing. */
final class RehearsalRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    RehearsalRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/rehearsal";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            var uri = exchange.getRequestURI();
            int status = switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    exchange.getResponseHeaders().set("Location", uri.getPath() + "upload");
                    yield 202;
                }
                case "PUT" -> {
                    there.add(stored(uri.getPath(), uri.getQuery()));
                    yield 201;
                }
                default -> there.contains(uri.getPath()) ? 200 : 404;
            };
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** Where a blob or a manifest is to be found once it was put there. */
    private static String stored(String path, String query) {
        return query == null ? path : path.replaceFirst("uploads/.*", query.replaceFirst(".*digest=", ""));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
