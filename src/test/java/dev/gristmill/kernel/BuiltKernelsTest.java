package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

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
