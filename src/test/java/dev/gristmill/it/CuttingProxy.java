package dev.gristmill.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a port of this machine, and cuts the first of those that send more than so many bytes. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final int target;
    private final long mostBytes;
    private final int mostCuts;
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int target, long mostBytes, int mostCuts) throws IOException {
        this.mostCuts = mostCuts;
        this.target = target;
        this.mostBytes = mostBytes;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(upstream);
                Thread.startVirtualThread(() -> pass(client, upstream, mostBytes));
                Thread.startVirtualThread(() -> pass(upstream, client, Long.MAX_VALUE));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, long most) {
        try (from;
                to) {
            copy(from.getInputStream(), to, most);
        } catch (IOException e) {
            // The other direction was cut.
        }
    }

    private void copy(InputStream in, Socket to, long most) throws IOException {
        var buffer = new byte[16 * 1024];
        long passed = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            to.getOutputStream().write(buffer, 0, n);
            passed += n;
            if (passed > most && cuts.get() < mostCuts) {
                cuts.incrementAndGet();
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
