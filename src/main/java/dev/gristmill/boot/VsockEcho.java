package dev.gristmill.boot;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends back what a guest says over its vsock, if it is its token. A VMM that has a vsock of its own on the Unix socket
 * {@code S} connects to {@code S_PORT} on the host when its guest connects to that port of CID 2.
 *
 * @see <a href="https://github.com/firecracker-microvm/firecracker/blob/main/docs/vsock.md">Firecracker's vsock</a>
 */
final class VsockEcho implements AutoCloseable {
    static final int PORT = 4711;

    private final ServerSocketChannel server;
    private final byte[] token;
    private final AtomicInteger answered = new AtomicInteger();

    private VsockEcho(ServerSocketChannel server, byte[] token) {
        this.server = server;
        this.token = token;
    }

    /**
     * @param vsock the Unix socket that the VMM is told of
     * @throws IOException also if its path is longer than the 107 bytes that a Unix socket's may have
     */
    static VsockEcho open(Path vsock, String token) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(vsock.resolveSibling(vsock.getFileName() + "_" + PORT)));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        var echo = new VsockEcho(server, token.getBytes(StandardCharsets.US_ASCII));
        Thread.ofPlatform().daemon().name("vsock echo for a guest").start(echo::serve);
        return echo;
    }

    /** How many times the token went back. */
    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (server.isOpen()) {
            try (var connection = server.accept()) {
                answer(connection);
            } catch (IOException e) {
                // Closed, or a guest that went away: the next connection counts.
            }
        }
    }

    private void answer(SocketChannel connection) throws IOException {
        var said = ByteBuffer.allocate(token.length);
        while (said.hasRemaining() && connection.read(said) >= 0) {
            // until it is as long as a token
        }
        if (Arrays.equals(token, said.array())) {
            said.flip();
            while (said.hasRemaining()) {
                connection.write(said);
            }
            answered.incrementAndGet();
        }
    }
}
