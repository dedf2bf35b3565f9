package dev.gristmill.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private final byte[] content = new byte[SIZE];
    private Path part;

    @BeforeEach
    void fill() {
        new Random(7).nextBytes(content);
        part = folder.resolve("partial").resolve("file");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void download() throws InterruptedException {
        var task = Progress.none().begin("", "", Progress.Unit.BYTES);
        new Download(server.uri("/file"), Digest.of(content), SIZE).into(part, LoopbackServer.http(), task);
    }

    private void leave(byte[] bytes) throws IOException {
        Files.createDirectories(part.getParent());
        Files.write(part, bytes);
    }

    private boolean somethingHasArrived() {
        return part.toFile().length() > 0;
    }

    @Test
    void resumesAfterCutConnection() throws Exception {
        var first = new AtomicInteger();
        server.script("/file", exchange -> {
            if (first.getAndIncrement() == 0) {
                LoopbackServer.cut(exchange, content, 100_000, this::somethingHasArrived);
            } else {
                LoopbackServer.serve(exchange, content);
            }
        });
        download();
        assertThat(part).hasBinaryContent(content);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1)).startsWith("GET /file bytes=");
    }

    @Test
    void goesOnWhereAnEarlierRunStopped() throws Exception {
        server.file("/file", content);
        leave(Arrays.copyOf(content, 123_456));
        download();
        assertThat(part).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("GET /file bytes=123456-");
    }

    @Test
    void asksNothingForFileThatIsComplete() throws Exception {
        leave(content);
        download();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void startsAnewWhereServerIgnoresRange() throws Exception {
        server.script("/file", exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(content);
        });
        leave(Arrays.copyOf(content, 1000));
        download();
        assertThat(part).hasBinaryContent(content);
    }

    @Test
    void startsAnewWhereServerGivesAnotherRange() throws Exception {
        server.script("/file", exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + SIZE);
                exchange.sendResponseHeaders(206, 10);
                exchange.getResponseBody().write(content, 0, 10);
            } else {
                LoopbackServer.serve(exchange, content);
            }
        });
        leave(Arrays.copyOf(content, 1000));
        download();
        assertThat(part).hasBinaryContent(content);
    }

    @Test
    void fetchesAnewWhenWhatAnEarlierRunLeftIsWrong() throws Exception {
        server.file("/file", content);
        leave(new byte[5000]);
        download();
        assertThat(part).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("GET /file bytes=5000-", "GET /file");
    }

    @Test
    void removesFileWhoseHashDiffers() {
        var tampered = content.clone();
        tampered[SIZE / 2] ^= 1;
        server.file("/file", tampered);
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(
                        Digest.of(content).toString(), Digest.of(tampered).toString(), "/file");
        assertThat(part).doesNotExist();
    }

    @Test
    void refusesAnotherContentLength() {
        server.file("/file", new byte[SIZE + 1]);
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("300000 bytes", "300001 bytes");
    }

    @Test
    void keepsNotOneByteTooMany() throws Exception {
        server.script("/file", exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked: no length is stated
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().write(new byte[SIZE]);
        });
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("another size than promised");
        assertThat(part).isEmptyFile();
    }

    @Test
    void triesAgainWhenServerIsBusy() throws Exception {
        var first = new AtomicInteger();
        server.script("/file", exchange -> {
            if (first.getAndIncrement() < 2) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                LoopbackServer.serve(exchange, content);
            }
        });
        download();
        assertThat(part).hasBinaryContent(content);
    }

    @Test
    void givesUpWhenServerStaysBusy() {
        server.script("/file", exchange -> exchange.sendResponseHeaders(500, -1));
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("HTTP status 500", "3 attempts");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void keepsPartWhenFileIsGone() throws Exception {
        leave(Arrays.copyOf(content, 1000));
        assertThatThrownBy(this::download).hasMessageContaining("HTTP status 404");
        assertThat(part).hasSize(1000);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void followsRedirects() throws Exception {
        server.script("/file", exchange -> redirect(exchange, "/elsewhere"));
        server.file("/elsewhere", content);
        download();
        assertThat(part).hasBinaryContent(content);
    }

    @Test
    void endsRedirectLoop() {
        server.script("/file", exchange -> redirect(exchange, "/file"));
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("a server sends us in circles");
    }

    @Test
    void refusesRedirectToFileScheme() {
        server.script("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
        assertThatThrownBy(this::download)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("a redirect is not followed");
    }

    private static void redirect(com.sun.net.httpserver.HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }
}
