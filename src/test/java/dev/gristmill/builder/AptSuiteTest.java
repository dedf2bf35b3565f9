package dev.gristmill.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.apt.Archive;
import dev.gristmill.source.apt.SignedBy;
import dev.gristmill.source.http.Proxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSuiteTest {
    private static final Set<String> FOUND = Set.of(
            "/debian/dists/trixie/InRelease",
            "/debian/dists/trixie-updates/InRelease",
            "/debian-security/dists/trixie-security/InRelease");

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(FOUND.contains(exchange.getRequestURI().getPath()) ? 200 : 404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void findsASuiteInTheArchivesOfTheMachineWithTheirKeys() throws Exception {
        var sources = folder.resolve("sources.list");
        suite("trixie").writeSources(sources);
        assertThat(sources)
                .hasContent("deb [signed-by=/keys/a.gpg,/keys/b.gpg] " + base("debian") + " trixie main\n"
                        + "deb [signed-by=/keys/a.gpg,/keys/b.gpg] " + base("debian") + " trixie-updates main\n"
                        + "deb " + base("debian-security") + " trixie-security main\n");
    }

    @Test
    void refusesASuiteThatNoArchiveHas() {
        assertThatThrownBy(() -> suite("sid").writeSources(folder.resolve("sources.list")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--suite sid");
    }

    @Test
    void writesKeysThatTheConfigurationHoldsItself() throws Exception {
        var block = new SignedBy.KeyBlock(
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----");
        var sources = folder.resolve("sources.list");
        suite("trixie", new Archive(URI.create(base("debian")), List.of(block))).writeSources(sources);
        try (var keys = Files.newDirectoryStream(folder, "key-*.asc")) {
            var key = keys.iterator().next();
            assertThat(key)
                    .hasContent("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBF\n-----END PGP PUBLIC KEY BLOCK-----");
            assertThat(sources).content().contains("[signed-by=" + key + "]");
        }
    }

    @Test
    void passesOnHowArchivesAreReached() throws Exception {
        var options = folder.resolve("apt.conf");
        suite("trixie").writeOptions(options);
        assertThat(options)
                .hasContent(
                        "acquire::check-valid-until \"false\";\nacquire::http::proxy \"http://proxy.example:3128\";\n"
                                + "acquire::http::proxy::127.0.0.1 \"DIRECT\";\n");
    }

    private AptSuite suite(String name) {
        var keys = List.<SignedBy>of(
                new SignedBy.KeyFile(Path.of("/keys/a.gpg")), new SignedBy.KeyFile(Path.of("/keys/b.gpg")));
        return suite(
                name,
                new Archive(URI.create(base("debian")), keys),
                new Archive(URI.create(base("debian-security")), List.of()));
    }

    private static AptSuite suite(String name, Archive... archives) {
        // The server of the test is reached without the proxy, which nobody answers for.
        var options = Map.of(
                "acquire::http::proxy::127.0.0.1", "DIRECT",
                "acquire::check-valid-until", "false",
                "acquire::http::proxy", "http://proxy.example:3128",
                "acquire::languages::", "none",
                "apt::install-recommends", "false");
        return new AptSuite(
                name, new AptConfiguration(List.of(archives), List.of(), false, new Proxies(options, Map.of())));
    }

    private String base(String archive) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + archive + "/";
    }
}
