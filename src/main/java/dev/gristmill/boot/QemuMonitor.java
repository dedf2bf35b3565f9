package dev.gristmill.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU is asked for while a machine runs. QEMU connects to us, on the loopback device, so nobody else can ask it for
 * anything.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qmp-spec.html">QEMU Machine Protocol</a>
 */
final class QemuMonitor implements Monitor {
    private static final long BALLOON_LEAVES = ((long) Machine.MEMORY_MIB << 20) - ((long) Machine.BALLOON_KIB << 10);

    private final ServerSocket server;
    private @Nullable Socket connection;
    private boolean asked;

    private QemuMonitor(ServerSocket server) {
        this.server = server;
    }

    static QemuMonitor open() throws IOException {
        return new QemuMonitor(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void inflate() throws IOException {
        leave(BALLOON_LEAVES);
    }

    /**
     * Asks the guest's balloon to leave it that much, the first time it is called. Whether it did, the guest tells.
     *
     * @param bytes of memory
     */
    void leave(long bytes) throws IOException {
        if (asked) {
            return;
        }
        asked = true;
        server.setSoTimeout(1000);
        var socket = server.accept();
        connection = socket;
        socket.setSoTimeout(5000);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var out = socket.getOutputStream();
        in.readLine(); // the greeting
        ask(out, "{\"execute\":\"qmp_capabilities\"}");
        in.readLine();
        ask(out, "{\"execute\":\"balloon\",\"arguments\":{\"value\":" + bytes + "}}");
    }

    private static void ask(OutputStream out, String command) throws IOException {
        out.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        var open = connection;
        if (open != null) {
            open.close();
        }
        server.close();
    }
}
