package dev.gristmill.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gristmill.image.JsonObject;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A registry whose content can be changed behind everybody's back. It claims of whatever it serves under a digest that it has
 * that digest.
 */
public final class MemoryRegistry implements AutoCloseable {
    /** A manifest by tag or digest, or a blob by digest, of one repository. */
    public record Item(String type, byte[] content) {}

    private final HttpServer server;
    private final boolean referrers;
    private Map<String, Item> items = new ConcurrentHashMap<>();
    volatile String refused = "nothing";

    /** @param referrers whether it keeps lists of referrers itself */
    public MemoryRegistry(boolean referrers) throws IOException {
        this.referrers = referrers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/", this::answer);
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** By {@code <repository>/manifests/<tag or digest>} and {@code <repository>/blobs/<digest>}. */
    Map<String, Item> items() {
        return items;
    }

    void restore(Map<String, Item> snapshot) {
        items = new ConcurrentHashMap<>(snapshot);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring("/v2/".length());
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> read(exchange, path);
                case "POST" -> {
                    exchange.getResponseHeaders().add("Location", "/v2/" + path);
                    exchange.sendResponseHeaders(202, -1);
                }
                case "PUT" -> write(exchange, path);
                default -> exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        var item = path.contains("/referrers/") && referrers ? list(path) : items.get(path);
        if (item == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        var name = path.substring(path.lastIndexOf('/') + 1);
        var digest =
                name.startsWith("sha256:") ? name : Digest.of(item.content()).toString();
        exchange.getResponseHeaders().add("Content-Type", item.type());
        if (!path.contains("/referrers/")) {
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(item.content().length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, item.content().length == 0 ? -1 : item.content().length);
            exchange.getResponseBody().write(item.content());
        }
    }

    private Item list(String path) throws IOException {
        var repository = path.substring(0, path.indexOf("/referrers/"));
        var subject = path.substring(path.lastIndexOf('/') + 1);
        var found = new TreeMap<String, JsonObject>();
        for (var entry : items.entrySet()) {
            if (entry.getKey().startsWith(repository + "/manifests/sha256:")) {
                var json = JsonObject.parse(entry.getValue().content());
                if (json.has("subject")
                        && json.object("subject").string("digest").equals(subject)) {
                    found.put(
                            entry.getKey(),
                            new JsonObject()
                                    .put("mediaType", entry.getValue().type())
                                    .put(
                                            "digest",
                                            Digest.of(entry.getValue().content())
                                                    .toString())
                                    .put("size", entry.getValue().content().length));
                }
            }
        }
        var index = new JsonObject().put("schemaVersion", 2).put("manifests", java.util.List.copyOf(found.values()));
        return new Item("application/vnd.oci.image.index.v1+json", index.bytes());
    }

    private void write(HttpExchange exchange, String path) throws IOException {
        var content = exchange.getRequestBody().readAllBytes();
        if (new String(content, StandardCharsets.UTF_8).contains(refused)) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        var digest = Digest.of(content).toString();
        if (path.contains("/manifests/")) {
            var item = new Item(exchange.getRequestHeaders().getFirst("Content-Type"), content);
            items.put(path, item);
            items.put(path.substring(0, path.lastIndexOf('/') + 1) + digest, item);
            if (referrers && JsonObject.parse(content).has("subject")) {
                exchange.getResponseHeaders().add("OCI-Subject", "yes");
            }
        } else {
            var repository = path.substring(0, path.indexOf("/blobs/"));
            items.put(repository + "/blobs/" + digest, new Item("application/octet-stream", content));
        }
        exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
        exchange.sendResponseHeaders(201, -1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
