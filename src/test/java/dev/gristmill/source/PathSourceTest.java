package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathSourceTest {
    private static final Series SERIES = Series.parse("5.10").orElseThrow();

    @TempDir
    private Path folder;

    private Path tree;
    private Path tarball;

    @BeforeEach
    void make() throws IOException {
        tree = Files.createDirectory(folder.resolve("linux"));
        Files.writeString(
                tree.resolve("Makefile"), "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\nEXTRAVERSION =\nNAME = x\n");
        Files.createDirectories(tree.resolve("arch/arm64"));
        tarball = Files.write(folder.resolve("linux.tar"), TestMirror.kernel("5.10.1"));
    }

    private static PathSource source(Path path) {
        return new PathSource(path, Optional.empty());
    }

    private Digest identity() throws InterruptedException {
        return source(tree).newest(SERIES).identity();
    }

    @Test
    void offersAndUnpacksTarball() throws Exception {
        var offer = source(tarball).newest(SERIES);
        assertThat(offer.release().toString()).isEqualTo("5.10.1");
        assertThat(offer.identity()).isEqualTo(Digest.of(tarball));
        try (var store = new Store(folder.resolve("store"))) {
            var unpacked = new SourceStore(store, Progress.none()).obtain(offer);
            assertThat(unpacked.root()).startsWith(store.trees());
            assertThat(unpacked.origin()).isEqualTo("local archive linux.tar");
        }
    }

    @Test
    void usesTreeWhereItIs() throws Exception {
        var offer = source(tree).exactly(Release.parse("5.10.1").orElseThrow());
        try (var store = new Store(folder.resolve("store"))) {
            assertThat(new SourceStore(store, Progress.none()).obtain(offer).root())
                    .isEqualTo(tree);
            assertThat(store.root()).doesNotExist();
        }
    }

    @Test
    void rejectsTarballWithAnotherHash() {
        var expected = Digest.of("another");
        assertThatThrownBy(() -> new PathSource(tarball, Optional.of(expected)).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContaining(expected.toString());
    }

    @Test
    void rejectsTarballThatChangedSinceItWasOffered() throws Exception {
        var offer = source(tarball).newest(SERIES);
        Files.write(tarball, TestMirror.kernel("5.10.2"));
        try (var store = new Store(folder.resolve("store"))) {
            assertThatThrownBy(() -> new SourceStore(store, Progress.none()).obtain(offer))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("has changed");
        }
    }

    @Test
    void givesTreeAnotherIdentityForEveryChange() throws Exception {
        var first = identity();
        assertThat(identity()).isEqualTo(first);
        Files.writeString(tree.resolve("a"), "x");
        var withFile = identity();
        Files.move(tree.resolve("a"), tree.resolve("b"));
        var renamed = identity();
        Files.setPosixFilePermissions(tree.resolve("b"), PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = identity();
        Files.delete(tree.resolve("b"));
        Files.createSymbolicLink(tree.resolve("b"), Path.of("Makefile"));
        var link = identity();
        assertThat(java.util.Set.of(first, withFile, renamed, program, link)).hasSize(5);
    }

    @Test
    void leavesVersionControlOutOfIdentity() throws Exception {
        var first = identity();
        Files.writeString(Files.createDirectory(tree.resolve(".git")).resolve("index"), "x");
        assertThat(identity()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {".config", "include/generated", "include/config", "arch/arm64/include/generated"})
    void rejectsTreeThatWasBuiltIn(String left) throws Exception {
        Files.createDirectories(tree.resolve(left));
        assertThatThrownBy(() -> source(tree).newest(SERIES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(left, "mrproper");
    }

    @Test
    void rejectsAnotherRelease() {
        assertThatThrownBy(() -> source(tree).newest(Series.parse("6.1").orElseThrow()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("linux 6.1", "linux 5.10.1");
        assertThatThrownBy(() -> source(tarball).exactly(Release.parse("5.10.2").orElseThrow()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("linux 5.10.2", "linux 5.10.1");
    }

    @Test
    void rejectsWhatIsNotThereEmptyOrNoKernel() throws Exception {
        assertThatThrownBy(() -> source(folder.resolve("none")).newest(SERIES)).hasMessageContaining("is not there");
        var empty = Files.createFile(folder.resolve("empty.tar.xz"));
        assertThatThrownBy(() -> source(empty).newest(SERIES)).hasMessageContaining("an empty file");
        var emptyFolder = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> source(emptyFolder).newest(SERIES)).hasMessageContaining("an empty folder");
        var text = Files.writeString(folder.resolve("text"), "some text that is no archive");
        assertThatThrownBy(() -> source(text).newest(SERIES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no kernel");
    }

    @Test
    void rejectsVersionOfAnotherTree() throws Exception {
        Files.writeString(
                tree.resolve("Makefile"), "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\nEXTRAVERSION = -acme\n");
        assertThatThrownBy(() -> source(tree).newest(SERIES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("5.10.1-acme");
    }
}
