package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VsockEchoTest {
    @TempDir
    Path folder;

    @Test
    void sendsTheTokenBackWhereAVmmConnectsForItsGuest() throws Exception {
        try (var echo = VsockEcho.open(folder.resolve("vsock"), ReportLines.TOKEN)) {
            assertThat(said(ReportLines.TOKEN)).isEqualTo(ReportLines.TOKEN);
            assertThat(said(ReportLines.TOKEN)).isEqualTo(ReportLines.TOKEN);
            assertThat(echo.answered()).isEqualTo(2);
        }
    }

    @Test
    void answersNothingElse() throws Exception {
        try (var echo = VsockEcho.open(folder.resolve("vsock"), ReportLines.TOKEN)) {
            assertThat(said("0123456789abcdeX")).isEmpty();
            assertThat(said("short")).isEmpty();
            assertThat(echo.answered()).isZero();
        }
    }

    @Test
    void refusesAPathThatNoUnixSocketCanHave() {
        assertThatThrownBy(() -> VsockEcho.open(folder.resolve("v".repeat(120)), ReportLines.TOKEN))
                .isInstanceOf(IOException.class);
    }

    /** What comes back until the host hangs up; the count is settled by then for a token of the right length. */
    private String said(String text) throws IOException {
        try (var guest = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("vsock_4711")))) {
            guest.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            guest.shutdownOutput();
            var back = ByteBuffer.allocate(64);
            while (guest.read(back) >= 0) {
                // until the end
            }
            return new String(back.array(), 0, back.position(), StandardCharsets.US_ASCII);
        }
    }
}
