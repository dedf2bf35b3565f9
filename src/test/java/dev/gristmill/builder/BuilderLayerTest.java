package dev.gristmill.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.catalogue.PinnedPackage;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.FolderImagePacker;
import dev.gristmill.image.PackedImage;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From unpacked packages to a layer and back. */
class BuilderLayerTest {
    private static final List<PinnedPackage> PACKAGES =
            List.of(new PinnedPackage("make", "4.3", "amd64", Digest.of("make")));

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void leavesOutWhatIsOfTheMachineAndWhatNoCompileReads() throws IOException {
        var root = root("a", "rwxr-xr-x");
        Trimming.run(root, "gcc 12", PACKAGES);
        assertThat(root.resolve("etc/hostname")).doesNotExist();
        assertThat(root.resolve("var")).doesNotExist();
        assertThat(root.resolve("usr/share/man")).doesNotExist();
        assertThat(root.resolve("usr/share/doc/make/changelog")).doesNotExist();
        assertThat(root.resolve("usr/share/doc/make/copyright")).exists();
        assertThat(root.resolve("usr/bin/awk")).isSymbolicLink();
        assertThat(root.resolve(BuilderRoots.CONTENTS))
                .hasContent("gcc 12\nmake 4.3 amd64 " + Digest.of("make").hex() + "\n");
    }

    @Test
    void givesTheSameLayerWhateverTheMachineAndTheMoment() throws Exception {
        var one = root("a", "rwxr-xr-x");
        var other = root("b", "rwx------");
        Files.writeString(other.resolve("etc/hostname"), "another\n");
        Files.setLastModifiedTime(other.resolve("usr/bin/make"), FileTime.from(Instant.EPOCH));
        Files.setPosixFilePermissions(other.resolve("usr"), PosixFilePermissions.fromString("rwx------"));
        assertThat(packed(one)).isEqualTo(packed(other));
    }

    @Test
    void unpacksWhatItPacked() throws Exception {
        var image = packed(root("a", "rwxr-xr-x"));
        var packer = new FolderImagePacker(store, Progress.none());
        new BuilderStore(store, Progress.none())
                .unpack(image.layer(), () -> Files.newInputStream(packer.blob(image.layer())));
        var roots = new BuilderRoots(store);
        var root = BuilderRoots.rootIn(roots.entry(image.layer().digest()));
        assertThat(root.resolve("bin/make")).content().isEqualTo("#!make");
        assertThat(Files.isExecutable(root.resolve("usr/bin/make"))).isTrue();
        assertThat(Files.isExecutable(root.resolve("usr/lib/data"))).isFalse();
        assertThat(Files.readSymbolicLink(root.resolve("usr/lib/absolute"))).isEqualTo(Path.of("/etc/nothing"));
    }

    @Test
    void keepsNothingOfALayerThatBreaksOff() throws Exception {
        var image = packed(root("a", "rwxr-xr-x"));
        var packer = new FolderImagePacker(store, Progress.none());
        var whole = Files.readAllBytes(packer.blob(image.layer()));
        var half = new Descriptor(image.layer().mediaType(), image.layer().digest(), whole.length);
        assertThatThrownBy(() -> new BuilderStore(store, Progress.none())
                        .unpack(half, () -> new ByteArrayInputStream(whole, 0, whole.length / 2)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("nothing was kept");
        assertThat(store.builders()).doesNotExist();
    }

    private PackedImage packed(Path root) throws IOException, InterruptedException {
        Trimming.run(root, "gcc 12", PACKAGES);
        return new FolderImagePacker(store, Progress.none())
                .pack(root, "test", Architecture.X86_64, Instant.EPOCH, new TreeMap<>());
    }

    private Path root(String name, String program) throws IOException {
        var root = Files.createDirectories(folder.resolve(name));
        write(root.resolve("etc/hostname"), "machine\n");
        write(root.resolve("var/cache/apt/archives/make_4.3_amd64.deb"), name);
        write(root.resolve("usr/share/man/man1/make.1"), "manual");
        write(root.resolve("usr/share/doc/make/changelog"), "changes");
        write(root.resolve("usr/share/doc/make/copyright"), "GPL");
        write(root.resolve("usr/lib/data"), "data");
        write(root.resolve("usr/bin/make"), "#!make");
        Files.setPosixFilePermissions(root.resolve("usr/bin/make"), PosixFilePermissions.fromString(program));
        Files.createSymbolicLink(root.resolve("usr/lib/absolute"), Path.of("/etc/nothing"));
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        return root;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
