package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.http.LoopbackServer;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceStoreTest {
    private static final String PATH = "/pool/linux.tar";

    @TempDir
    private Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private Store store;
    private SourceStore sources;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        sources = new SourceStore(
                store, Progress.none(), LoopbackServer::http, new ReleaseSignatures(store, ReleaseKeys::builtIn));
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    private SourceOffer offer(byte[] tarball) {
        server.file(PATH, tarball);
        return new SourceOffer(
                Release.parse("5.10.1").orElseThrow(),
                Digest.of(tarball),
                tarball.length,
                new Place.Remote(server.uri(PATH)),
                "a test",
                List.of());
    }

    private SourceTree obtain(TarArchiveEntry... more) throws InterruptedException {
        return sources.obtain(offer(TestMirror.kernel("5.10.1", more)));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(store.trees())
                .satisfiesAnyOf(
                        f -> assertThat(f).doesNotExist(), f -> assertThat(f).isEmptyDirectory());
        assertThat(folder.resolve("store/evil")).doesNotExist();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void fetchesAndUnpacksOnce() throws Exception {
        var offer = offer(TestMirror.kernel("5.10.1", TestMirror.link("linux-5.10.1/ok", "Makefile")));
        assertThat(sources.find(offer.identity())).isEmpty();
        var tree = sources.obtain(offer);
        assertThat(tree.root().resolve("Makefile")).isRegularFile();
        assertThat(tree.date()).isEqualTo(TestMirror.RELEASED);
        assertThat(tree.release()).isEqualTo(offer.release());
        assertThat(sources.find(offer.identity())).contains(tree);
        assertThat(sources.obtain(offer)).isEqualTo(tree);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesOnFromWhatAnInterruptedRunLeft() throws Exception {
        var tarball = TestMirror.kernel("5.10.1");
        var offer = offer(tarball);
        var part = store.sources().resolve("partial").resolve(offer.identity().hex());
        Files.createDirectories(part.getParent());
        Files.write(part, Arrays.copyOf(tarball, 700));
        sources.obtain(offer);
        assertThat(server.requests()).containsExactly("GET " + PATH + " bytes=700-");
        assertThat(part).doesNotExist();
    }

    @Test
    void rejectsTamperedTarball() throws Exception {
        var tarball = TestMirror.kernel("5.10.1");
        var offer = offer(tarball);
        var tampered = tarball.clone();
        tampered[600] ^= 1;
        server.file(PATH, tampered);
        assertThatThrownBy(() -> sources.obtain(offer))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(
                        offer.identity().toString(), Digest.of(tampered).toString());
        assertNothingIsLeft();
        assertThat(store.sources().resolve(offer.identity().hex())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "linux-5.10.1/../../evil", "/evil", "evil"})
    void rejectsMembersOutsideTheTree(String name) throws Exception {
        assertThatThrownBy(() -> obtain(TestMirror.file(name))).isInstanceOf(StepException.class);
        assertNothingIsLeft();
        assertThat(Path.of("/evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../..", "../x", "a/../../x"})
    void rejectsLinksThatLeaveTheTree(String target) throws Exception {
        assertThatThrownBy(() -> obtain(TestMirror.link("linux-5.10.1/link", target)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("a symbolic link to " + target);
        assertNothingIsLeft();
    }

    @Test
    void writesNothingThroughLinkThatLeavesTheTree() throws Exception {
        var target = Files.createDirectory(folder.resolve("victim"));
        assertThatThrownBy(() -> obtain(
                        TestMirror.link("linux-5.10.1/d", target.toString()), TestMirror.file("linux-5.10.1/d/evil")))
                .isInstanceOf(StepException.class);
        assertThat(target).isEmptyDirectory();
        assertNothingIsLeft();
    }

    @Test
    void rejectsAnotherReleaseThanOffered() throws Exception {
        var offer = offer(TestMirror.kernel("5.10.2"));
        assertThatThrownBy(() -> sources.obtain(offer))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("linux 5.10.1", "linux 5.10.2");
        assertNothingIsLeft();
    }

    @Test
    void rejectsTruncatedXz() throws Exception {
        try (var mirror = new TestMirror(folder)) {
            var whole =
                    mirror.xz(new String(TestMirror.kernel("5.10.1"), java.nio.charset.StandardCharsets.ISO_8859_1));
            var offer = offer(Arrays.copyOf(whole, whole.length - 40));
            assertThatThrownBy(() -> sources.obtain(offer))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("cannot be unpacked");
        }
        assertNothingIsLeft();
    }

    @Test
    void rejectsFileThatIsNoArchive() throws Exception {
        var offer = offer(new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(() -> sources.obtain(offer)).isInstanceOf(StepException.class);
        assertNothingIsLeft();
    }
}
