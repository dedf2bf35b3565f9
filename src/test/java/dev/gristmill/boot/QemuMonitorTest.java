package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class QemuMonitorTest {
    @Test
    void asksForTheBalloonOnceInTheProtocolsOrder() throws Exception {
        try (var monitor = QemuMonitor.open()) {
            var qemu = new FutureTask<>(() -> heardBy(monitor.port()));
            Thread.ofPlatform().daemon().start(qemu);
            monitor.leave(125_829_120);
            monitor.leave(1);
            monitor.close();
            assertThat(qemu.get())
                    .containsExactly(
                            "{\"execute\":\"qmp_capabilities\"}",
                            "{\"execute\":\"balloon\",\"arguments\":{\"value\":125829120}}");
        }
    }

    @Test
    void failsWhereQemuDoesNotConnect() throws Exception {
        try (var monitor = QemuMonitor.open()) {
            assertThatThrownBy(() -> monitor.leave(1)).isInstanceOf(IOException.class);
        }
    }

    /** As QEMU does: connects, greets, answers each command, and listens to the end. */
    private static List<String> heardBy(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("{\"QMP\": {}}\r\n".getBytes(StandardCharsets.US_ASCII));
            var first = in.readLine();
            socket.getOutputStream().write("{\"return\": {}}\r\n".getBytes(StandardCharsets.US_ASCII));
            return List.of(first, in.readLine());
        }
    }
}
