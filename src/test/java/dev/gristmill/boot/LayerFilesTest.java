package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerFilesTest {
    @TempDir
    Path folder;

    private Path layer;
    private Path out;

    @BeforeEach
    void name() {
        layer = folder.resolve("layer.tar.gz");
        out = folder.resolve("out");
    }

    @Test
    void takesOneFile() throws IOException {
        write(tar -> {
            file(tar, "boot/config", "no");
            file(tar, "boot/vmlinux", "kernel");
        });
        LayerFiles.extract(layer, "boot/vmlinux", folder.resolve("vmlinux"));
        assertThat(folder.resolve("vmlinux")).hasContent("kernel");
    }

    @Test
    void readsZstdToo() throws IOException {
        try (var tar = new TarArchiveOutputStream(new ZstdOutputStreamNoFinalizer(Files.newOutputStream(layer)))) {
            file(tar, "boot/vmlinux", "kernel");
        }
        LayerFiles.extract(layer, "boot/vmlinux", folder.resolve("vmlinux"));
        assertThat(folder.resolve("vmlinux")).hasContent("kernel");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        write(tar -> link(tar, "boot/vmlinux", "elsewhere"));
        assertThatThrownBy(() -> LayerFiles.extract(layer, "boot/vmlinux", folder.resolve("vmlinux")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file boot/vmlinux in the layer");
    }

    @Test
    void unpacksFilesAndLinks() throws IOException {
        write(tar -> {
            file(tar, "lib/modules/6.1.1/modules.dep", "x");
            link(tar, "modules.dep", "lib/modules/6.1.1/modules.dep");
        });
        LayerFiles.unpack(layer, out);
        assertThat(out.resolve("modules.dep")).isSymbolicLink().hasContent("x");
    }

    @Test
    void refusesWhatLeadsOutOfItsFolder() throws IOException {
        write(tar -> file(tar, "../outside", "x"));
        assertThatThrownBy(() -> LayerFiles.unpack(layer, out)).hasMessageContaining("leads out of it");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void writesNothingThroughALink() throws IOException {
        var outside = Files.createDirectory(folder.resolve("outside"));
        write(tar -> {
            link(tar, "way", outside.toString());
            file(tar, "way/file", "x");
        });
        assertThatThrownBy(() -> LayerFiles.unpack(layer, out)).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesDevices() throws IOException {
        write(tar -> {
            var entry = new TarArchiveEntry("dev/sda", TarConstants.LF_BLK);
            put(tar, entry, "");
        });
        assertThatThrownBy(() -> LayerFiles.unpack(layer, out))
                .hasMessageContaining("dev/sda, which is no file, folder or link");
    }

    @Test
    void refusesALayerThatWasCut() throws IOException {
        write(tar -> file(tar, "boot/vmlinux", "kernel".repeat(1000)));
        var bytes = Files.readAllBytes(layer);
        Files.write(layer, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> LayerFiles.extract(layer, "boot/vmlinux", folder.resolve("vmlinux")))
                .isInstanceOf(IOException.class);
    }

    private void write(Consumer<TarArchiveOutputStream> content) throws IOException {
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(layer)))) {
            content.accept(tar);
        }
    }

    private static void file(TarArchiveOutputStream tar, String name, String content) {
        put(tar, new TarArchiveEntry(name, true), content);
    }

    private static void link(TarArchiveOutputStream tar, String name, String target) {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        put(tar, entry, "");
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, String content) {
        try {
            var bytes = content.getBytes(StandardCharsets.UTF_8);
            entry.setSize(bytes.length);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
