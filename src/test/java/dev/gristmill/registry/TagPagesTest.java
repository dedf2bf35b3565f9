package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of tags that come in pages, shorter ones than were asked for. */
class TagPagesTest {
    private static final String FIRST = "n=1000";

    private final Map<String, String> links = new HashMap<>();
    private final Map<String, String> pages = new HashMap<>();
    private HttpServer server;
    private Repository repository;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/acme/kernel/tags/list", exchange -> {
            try (exchange) {
                var query = exchange.getRequestURI().getRawQuery();
                if (links.containsKey(query)) {
                    exchange.getResponseHeaders().set("Link", links.get(query));
                }
                var page = "{\"name\":\"acme/kernel\",\"tags\":[" + pages.getOrDefault(query, "") + "]}";
                var body = page.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        repository = RegistryAddress.parse("127.0.0.1:" + server.getAddress().getPort() + "/acme", "a test")
                .repository("kernel");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void goesWhereTheRegistrySaysThatTheRestIs() throws Exception {
        pages.put(FIRST, "\"5.10\",\"5.15\"");
        links.put(FIRST, "</v2/acme/kernel/tags/list?n=2&next_page=secret>; rel=\"next\"");
        pages.put("n=2&next_page=secret", "\"6.1\"");
        try (var client = Clients.of(repository.host())) {
            assertThat(client.tags(repository)).containsExactly("5.10", "5.15", "6.1");
        }
    }

    @Test
    void isDoneWhereItSaysNothing() throws Exception {
        pages.put(FIRST, "\"5.10\"");
        links.put(FIRST, "</v2/acme/kernel/tags/list?n=1000>; rel=\"first\"");
        try (var client = Clients.of(repository.host())) {
            assertThat(client.tags(repository)).containsExactly("5.10");
        }
    }
}
