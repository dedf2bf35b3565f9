package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmmApiTest {
    @TempDir
    Path folder;

    private Path socket;

    @BeforeEach
    void name() {
        socket = folder.resolve("api");
    }

    @Test
    void asksFirecrackersBalloonOnce() throws Exception {
        var api = VmmApi.ofFirecracker(socket);
        assertThat(heard(api, "HTTP/1.1 204 \r\nServer: Firecracker API\r\n\r\n"))
                .startsWith("PATCH /balloon HTTP/1.1\r\n")
                .contains("\r\nContent-Length: 16\r\n")
                .endsWith("\r\n\r\n{\"amount_mib\":8}");
        api.inflate(); // there is nobody any more who could be asked
    }

    @Test
    void asksCloudHypervisorsBalloonInBytes() throws Exception {
        assertThat(heard(VmmApi.ofCloudHypervisor(socket), "HTTP/1.1 204 \r\n\r\n"))
                .startsWith("PUT /api/v1/vm.resize HTTP/1.1\r\n")
                .endsWith("\r\n\r\n{\"desired_balloon\":8388608}");
    }

    @Test
    void tellsWhatAVmmRefusedWith() {
        assertThatThrownBy(() -> heard(VmmApi.ofFirecracker(socket), "HTTP/1.1 400 Bad Request\r\n\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTP/1.1 400 Bad Request");
    }

    @Test
    void failsWhereTheVmmIsNotThere() {
        assertThatThrownBy(() -> VmmApi.ofFirecracker(socket).inflate()).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhereTheVmmHangsUp() {
        assertThatThrownBy(() -> heard(VmmApi.ofFirecracker(socket), "")).isInstanceOf(IOException.class);
    }

    /** What comes to a server that gives this answer and hangs up. */
    private String heard(VmmApi api, String answer) throws Exception {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var serving = new FutureTask<>(() -> {
                try (var connection = server.accept()) {
                    var request = ByteBuffer.allocate(1024);
                    while (!text(request).endsWith("}")) {
                        connection.read(request);
                    }
                    connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                    return text(request);
                }
            });
            Thread.ofPlatform().daemon().start(serving);
            api.inflate();
            return serving.get();
        }
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }
}
