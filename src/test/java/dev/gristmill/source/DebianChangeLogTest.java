package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Release;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DebianChangeLogTest {
    private static final String TEXT = """
            linux (5.10.10-1) bullseye-security; urgency=medium

              * New upstream stable update:
                https://www.kernel.org/pub/linux/kernel/v5.x/ChangeLog-5.10.9
                - vsock: keep the peer
                - net: a headline that is too long for one line and goes on
                  on the next
                https://www.kernel.org/pub/linux/kernel/v5.x/ChangeLog-5.10.10
                - virtio: count to three

              [ Somebody ]
              * Something of Debian's own
                - which is no change of the kernel's

             -- Somebody <somebody@example.org>  Thu, 30 Jul 2026 10:00:00 +0200

            linux (5.10.8-2) bullseye; urgency=medium

              * New upstream stable update:
                https://www.kernel.org/pub/linux/kernel/v5.x/ChangeLog-5.10.8
                - this is there already
            """;

    private static List<ReleaseNotes> read(String from, String to) throws IOException {
        return DebianChangeLog.read(new BufferedReader(new StringReader(TEXT)), release(from), release(to));
    }

    private static Release release(String text) {
        return Release.parse(text).orElseThrow();
    }

    @Test
    void listsTheReleasesBetweenTheNewestFirst() throws IOException {
        assertThat(read("5.10.8", "5.10.10"))
                .containsExactly(
                        new ReleaseNotes(release("5.10.10"), Optional.empty(), List.of("virtio: count to three")),
                        new ReleaseNotes(
                                release("5.10.9"),
                                Optional.empty(),
                                List.of(
                                        "vsock: keep the peer",
                                        "net: a headline that is too long for one line and goes on on the next")));
    }

    @Test
    void leavesOutWhatIsNotBetween() throws IOException {
        assertThat(read("5.10.9", "5.10.10")).extracting(ReleaseNotes::release).containsExactly(release("5.10.10"));
        assertThat(read("5.10.8", "5.10.9")).extracting(ReleaseNotes::release).containsExactly(release("5.10.9"));
        assertThat(read("5.10.10", "5.10.11")).isEmpty();
    }
}
