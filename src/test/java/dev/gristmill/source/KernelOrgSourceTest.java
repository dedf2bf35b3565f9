package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.http.LoopbackServer;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelOrgSourceTest {
    private static final String HASH = Digest.of("a tarball").hex();
    private static final String LIST = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            %1$s  ChangeLog-5.10.9
            %1$s  linux-5.10.tar.gz
            %1$s  linux-5.10.tar.xz
            %1$s  linux-5.10.9.tar.xz
            %1$s  linux-5.10.10.tar.xz
            %1$s  linux-5.11.1.tar.xz
            %1$s  linux-5.10.99-rc1.tar.xz
            %1$s  patch-5.10.99.xz
            nonsense  linux-5.10.88.tar.xz
            """.formatted(HASH);

    @TempDir
    private Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private Store store;

    @BeforeEach
    void open() {
        store = new Store(folder);
        server.file("/v5.x/sha256sums.asc", LIST.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    private KernelOrgSource source() {
        return new KernelOrgSource(
                server.uri("/"), LoopbackServer.http(), OfferMemory.ofKernelOrg(store), Progress.none());
    }

    @Test
    void offersTheNewestOfASeriesThatIsReallyThere() throws Exception {
        server.file("/v5.x/linux-5.10.9.tar.xz", new byte[7]);
        var offer = source().newest(new Series(5, 10));
        assertThat(offer.release()).hasToString("5.10.9");
        assertThat(offer.identity().hex()).isEqualTo(HASH);
        assertThat(offer.size()).isEqualTo(7);
        assertThat(offer.origin()).isEqualTo("kernel.org, linux-5.10.9.tar.xz");
        assertThat(offer.skipped()).extracting(SkippedRelease::release).containsExactly(release("5.10.10"));
        assertThat(offer.place()).isInstanceOfSatisfying(Place.Remote.class, place -> {
            assertThat(place.address()).isEqualTo(server.uri("/v5.x/linux-5.10.9.tar.xz"));
            assertThat(place.signature()).contains(server.uri("/v5.x/linux-5.10.9.tar.sign"));
        });
        assertThat(OfferMemory.ofKernelOrg(store).remembered(new Series(5, 10)))
                .hasValueSatisfying(known -> assertThat(known.offer()).isEqualTo(offer));
        assertThat(OfferMemory.ofApt(store).remembered(new Series(5, 10))).isEmpty();
    }

    @Test
    void tellsWhatChangedSinceAnotherRelease() throws Exception {
        server.file("/v5.x/ChangeLog-5.10.10", """
                commit 0123456789abcdef0123456789abcdef01234567
                Author: Somebody <somebody@example.org>
                Date:   Thu Jul 30 12:56:00 2026 +0200

                    Linux 5.10.10
                \s\s\s\s
                    Tested-by: Another <another@example.org>

                commit 1123456789abcdef0123456789abcdef01234567
                Author: Another <another@example.org>
                Date:   Wed Jul 29 10:00:00 2026 +0200

                    vsock: keep the peer
                \s\s\s\s
                    [ Upstream commit 1 ]
                \s\s\s\s
                    commit messages may begin a line with anything
                """.getBytes(StandardCharsets.UTF_8));
        var notes = source().notes(release("5.10.8"), release("5.10.10"));
        assertThat(notes)
                .as("that of 5.10.9 is not there")
                .containsExactly(new ReleaseNotes(
                        release("5.10.10"), Optional.of(LocalDate.of(2026, 7, 30)), List.of("vsock: keep the peer")));
        assertThat(server.requests()).noneMatch(request -> request.contains("ChangeLog-5.10.8"));
    }

    @Test
    void knowsTheFirstReleaseOfASeriesByItsShortName() throws Exception {
        server.file("/v5.x/linux-5.10.tar.xz", new byte[7]);
        assertThat(source().exactly(release("5.10.0")).origin()).isEqualTo("kernel.org, linux-5.10.tar.xz");
    }

    @Test
    void saysWhatThereIs() {
        for (var missing : new String[] {"5.10.88", "5.10.99-rc1", "5.10.9"}) {
            assertThatThrownBy(() -> source().exactly(release(missing)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("kernel.org does not offer linux " + missing)
                    .hasMessageContaining("up to 5.10.10");
        }
        assertThatThrownBy(() -> source().newest(new Series(5, 12)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing of 5.12");
        assertThatThrownBy(() -> source().newest(new Series(6, 1)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("/v6.x/sha256sums.asc");
    }

    private static Release release(String text) {
        return Release.parse(text).orElseThrow();
    }
}
