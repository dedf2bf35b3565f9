package dev.gristmill.boot;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The HTTP interface that a VMM serves on a Unix socket; one request of it is what is needed here. */
final class VmmApi implements Monitor {
    private static final int LONGEST_ANSWER = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path socket;
    private final String request;
    private boolean asked;

    private VmmApi(Path socket, String method, String path, String body) {
        this.socket = socket;
        this.request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** {@code BalloonUpdate} of Firecracker's {@code src/firecracker/swagger/firecracker.yaml}. */
    static VmmApi ofFirecracker(Path socket) {
        return new VmmApi(socket, "PATCH", "/balloon", "{\"amount_mib\":" + (Machine.BALLOON_KIB >> 10) + "}");
    }

    /** {@code VmResize} of Cloud Hypervisor's {@code vmm/src/api/openapi/cloud-hypervisor.yaml}, in bytes. */
    static VmmApi ofCloudHypervisor(Path socket) {
        return new VmmApi(
                socket, "PUT", "/api/v1/vm.resize", "{\"desired_balloon\":" + ((long) Machine.BALLOON_KIB << 10) + "}");
    }

    /** @throws IOException also if the VMM refuses, with what it answered */
    @Override
    public void inflate() throws IOException {
        if (asked) {
            return;
        }
        asked = true;
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            var status = firstLine(channel);
            if (!status.startsWith("HTTP/1.1 2")) {
                throw new IOException("the VMM answered '" + status + "'");
            }
        }
    }

    private static String firstLine(SocketChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_ANSWER);
        long end = System.nanoTime() + PATIENCE.toNanos();
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (bytes.hasRemaining() && !text(bytes).contains("\n")) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0 || selector.select(millis) == 0) {
                    throw new IOException("the VMM did not answer within " + PATIENCE.toSeconds() + " s");
                }
                selector.selectedKeys().clear();
                if (channel.read(bytes) < 0) {
                    break;
                }
            }
        }
        return text(bytes).lines().findFirst().orElse("");
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        // Each request has a connection of its own.
    }
}
