package dev.gristmill.boot;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a guest's datagrams back: those that carry its token, and nothing else. On the loopback device only. */
final class Echo implements AutoCloseable {
    private static final int LONGEST = 64;

    private final DatagramSocket socket;
    private final byte[] token;
    private final AtomicInteger answered = new AtomicInteger();

    private Echo(DatagramSocket socket, byte[] token) {
        this.socket = socket;
        this.token = token;
    }

    static Echo open(String token) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var echo = new Echo(socket, token.getBytes(StandardCharsets.US_ASCII));
        Thread.ofPlatform().daemon().name("echo for a guest").start(echo::serve);
        return echo;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many datagrams went back. */
    int answered() {
        return answered.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LONGEST);
                socket.receive(packet);
                if (Arrays.equals(token, Arrays.copyOf(packet.getData(), packet.getLength()))) {
                    socket.send(packet);
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed, or an unreachable guest: the next datagram counts.
            }
        }
    }
}
