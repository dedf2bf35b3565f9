package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltKernelsTest {
    @TempDir
    Path folder;

    private Store store;
    private BuiltKernels kernels;
    private KernelRequest request;

    @BeforeEach
    void setUp() throws IOException {
        store = new Store(folder.resolve("store"));
        kernels = new BuiltKernels(store);
        var source = new SourceTree(
                folder,
                Release.parse("5.10.262").orElseThrow(),
                Digest.of("source"),
                Instant.parse("2026-07-30T10:56:00Z"),
                "test");
        var config = Files.writeString(folder.resolve("config"), "CONFIG_64BIT=y\n");
        var toolchain = new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", "gcc 1", Digest.of("gcc"));
        request = KernelRequest.of(source, config, Digest.of(config), toolchain, "tiny");
    }

    @Test
    void findsWhatWasPublished() throws Exception {
        var published = kernels.publish(finished(true), request, "5.10.262");
        var found = kernels.find(request.key()).orElseThrow();
        assertThat(found).isEqualTo(published);
        assertThat(found.buildKey()).isEqualTo(request.key());
        assertThat(found.architecture()).isEqualTo(Architecture.ARM64);
        assertThat(found.release()).isEqualTo(request.source().release());
        assertThat(found.kernelRelease()).isEqualTo("5.10.262");
        assertThat(found.date()).isEqualTo(request.source().date());
        assertThat(found.bootFile()).hasContent("kernel");
        assertThat(found.modules().orElseThrow().resolve("modules.dep")).exists();
    }

    @Test
    void knowsAKernelWithoutModules() throws Exception {
        assertThat(kernels.publish(finished(false), request, "5.10.262").modules())
                .isEmpty();
    }

    @Test
    void findsNothingInAnEmptyStore() {
        assertThat(kernels.find(request.key())).isEmpty();
        assertThat(store.root()).doesNotExist();
    }

    @Test
    void replacesADamagedEntry() throws Exception {
        var entry = kernels.publish(finished(false), request, "5.10.262").bootFile();
        Files.writeString(entry, "");
        assertThat(kernels.find(request.key())).isEmpty();
        kernels.publish(finished(false), request, "5.10.262");
        assertThat(kernels.find(request.key())).isPresent();
    }

    @Test
    void countsAnEntryWhoseMetadataCannotBeReadAsNone() throws Exception {
        var metadata =
                kernels.publish(finished(false), request, "5.10.262").bootFile().resolveSibling("metadata");
        var text = Files.readString(metadata);
        for (var damage :
                new String[] {"", text.replace("form 1", "form 2"), text.replace("date ", "date x"), "\n\n"}) {
            Files.writeString(metadata, damage);
            assertThat(kernels.find(request.key())).isEmpty();
        }
    }

    @Test
    void adoptsOnlyTheKernelThatWasAskedFor() throws Exception {
        var metadata = metadata();
        for (var lie : List.of(
                metadata.replace(request.key().hex(), "0".repeat(64)),
                metadata.replace("arm64", "x86_64"),
                metadata.replace("\nrelease 5.10.262", "\nrelease 5.10.261"),
                metadata.replace("kernel-release 5.10.262", "kernel-release ../../etc"),
                metadata.replace("2026-07-30", "2026-07-31"),
                metadata.replace("boot-file-bytes 6", "boot-file-bytes 7"),
                "")) {
            assertThat(lie).isNotEqualTo(metadata);
            var folder = finished(true);
            Files.writeString(folder.resolve("metadata"), lie);
            assertThatThrownBy(() -> kernels.adopt(folder, request)).isInstanceOf(IOException.class);
        }
        var good = finished(true);
        Files.writeString(good.resolve("metadata"), metadata);
        assertThat(kernels.adopt(good, request))
                .isEqualTo(kernels.find(request.key()).orElseThrow());
    }

    @Test
    void adoptsNoOtherConfigurationAndNoLink() throws Exception {
        var metadata = metadata();
        var other = finished(true);
        Files.writeString(other.resolve("metadata"), metadata);
        Files.writeString(other.resolve("config"), "CONFIG_64BIT=n\n");
        assertThatThrownBy(() -> kernels.adopt(other, request)).hasMessageContaining("configuration");

        var secret = Files.writeString(folder.resolve("secret"), "secret");
        var linked = finished(true);
        Files.writeString(linked.resolve("metadata"), metadata);
        Files.delete(linked.resolve("boot-file"));
        Files.createSymbolicLink(linked.resolve("boot-file"), secret);
        assertThatThrownBy(() -> kernels.adopt(linked, request)).hasMessageContaining("boot-file");
    }

    private String metadata() throws IOException {
        var entry = kernels.publish(finished(true), request, "5.10.262");
        return Files.readString(entry.bootFile().resolveSibling("metadata"));
    }

    private Path finished(boolean modules) throws IOException {
        var finished = Files.createDirectories(store.temporary("kernel"));
        Files.writeString(finished.resolve("boot-file"), "kernel");
        Files.writeString(finished.resolve("config"), "CONFIG_64BIT=y\n");
        if (modules) {
            Files.writeString(Files.createDirectory(finished.resolve("modules")).resolve("modules.dep"), "");
        }
        return finished;
    }
}
