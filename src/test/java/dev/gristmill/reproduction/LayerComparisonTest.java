package dev.gristmill.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.contract.BootFiles;
import dev.gristmill.image.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerComparisonTest {
    @TempDir
    Path folder;

    @Test
    void findsNothingBetweenEqualLayers() throws Exception {
        assertThat(differences(Map.of("boot/vmlinux", text("kernel")), Map.of("boot/vmlinux", text("kernel"))))
                .isEmpty();
    }

    @Test
    void tellsTheFirstBytesInWhichAFileParts() throws Exception {
        var found = differences(Map.of("boot/config", text("CONFIG_A=y\n")), Map.of("boot/config", text("CONFIG_A=m")));
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.where()).isEqualTo("boot/config");
            assertThat(difference.published()).startsWith("file of 11 bytes, sha256:");
            assertThat(difference.detail()).startsWith("they part at byte 9: 79 0a / 6d");
        });
    }

    @Test
    void tellsThatOneFileEndsWhereTheOtherGoesOn() throws Exception {
        var found = differences(Map.of("a", text("ab")), Map.of("a", text("a")));
        assertThat(found.getFirst().detail()).startsWith("they part at byte 1: 62 / the end");
    }

    @Test
    void tellsWhereInAnElfFileTheByteIs() throws Exception {
        var elf = BootFiles.vmlinux();
        var other = elf.clone();
        int last = other.length - 1;
        other[last] ^= 1;
        var found = differences(Map.of("boot/vmlinux", elf), Map.of("boot/vmlinux", other));
        assertThat(found.getFirst().detail()).contains("at byte 1023 (segment 0, physical address 0x10003ff)");
    }

    @Test
    void tellsFilesThatOnlyOneLayerHas() throws Exception {
        var found = differences(Map.of("a", text("a")), Map.of("b", text("a")));
        assertThat(found).extracting(Difference::where).containsExactly("a", "b");
        assertThat(found.getFirst().rebuilt()).isEqualTo("nothing");
        assertThat(found.getLast().published()).isEqualTo("nothing");
    }

    @Test
    void tellsARightThatDiffers() throws Exception {
        var published = layer("published", Map.of("a", text("a")), 0644);
        var rebuilt = layer("rebuilt", Map.of("a", text("a")), 0600);
        var found = comparison().differences(published, rebuilt);
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.published()).contains(" 644 ");
            assertThat(difference.rebuilt()).contains(" 600 ");
            assertThat(difference.detail()).isEqualTo("the content is the same");
        });
    }

    private List<Difference> differences(Map<String, byte[]> published, Map<String, byte[]> rebuilt) throws Exception {
        return comparison().differences(layer("published", published, 0644), layer("rebuilt", rebuilt, 0644));
    }

    private LayerComparison comparison() throws IOException {
        return new LayerComparison(Files.createDirectories(folder.resolve("work")), folder.resolve("reports"));
    }

    private LayerComparison.Layer layer(String name, Map<String, byte[]> files, int mode) throws IOException {
        var blob = folder.resolve(name);
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(blob)))) {
            for (var file : new TreeMap<>(files).entrySet()) {
                var entry = new TarArchiveEntry(file.getKey(), TarConstants.LF_NORMAL);
                entry.setSize(file.getValue().length);
                entry.setModTime(0);
                entry.setMode(mode);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        var descriptor = Descriptor.of("application/vnd.oci.image.layer.v1.tar+gzip", Files.readAllBytes(blob));
        return new LayerComparison.Layer(blob, descriptor);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
