package dev.gristmill.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.toolchain.BuilderRoots;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootUnpackingTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);
    private Path root;

    @BeforeEach
    void place() {
        root = BuilderRoots.rootIn(folder.resolve("entry"));
    }

    @Test
    void keepsProgramsFilesAndLinks() throws IOException {
        put("usr/bin/", TarConstants.LF_DIR, 040755, "");
        put("usr/bin/mawk", TarConstants.LF_NORMAL, 0100755, "program");
        put("etc/os-release", TarConstants.LF_NORMAL, 0100644, "text");
        link("usr/bin/awk", "mawk");
        link("bin", "usr/bin");
        unpack();
        assertThat(root.resolve("usr/bin/mawk")).content().isEqualTo("program");
        assertThat(Files.isExecutable(root.resolve("bin/awk"))).isTrue();
        assertThat(Files.isExecutable(root.resolve("etc/os-release"))).isFalse();
        assertThat(folder.resolve("entry/seal")).exists();
    }

    @Test
    void refusesAPathThatLeadsOut() throws IOException {
        put("../evil", TarConstants.LF_NORMAL, 0100644, "x");
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("../evil");
        assertThat(folder.resolve("entry/evil")).doesNotExist();
    }

    @Test
    void writesNothingThroughALink() throws IOException {
        var outside = Files.createDirectory(folder.resolve("outside"));
        link("usr", outside.toString());
        put("usr/evil", TarConstants.LF_NORMAL, 0100644, "x");
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesAFileThatStandsThereTwice() throws IOException {
        put("usr/a", TarConstants.LF_NORMAL, 0100644, "x");
        put("usr/a", TarConstants.LF_NORMAL, 0100644, "y");
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("twice");
    }

    @Test
    void refusesDevicesAndHardLinks() throws IOException {
        var header = new TarArchiveEntry("usr/hard", TarConstants.LF_LINK);
        header.setLinkName("/etc/shadow");
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
        assertThatThrownBy(this::unpack)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file, folder or link");
    }

    private void unpack() throws IOException {
        tar.close();
        RootUnpacking.run(new ByteArrayInputStream(bytes.toByteArray()), folder.resolve("entry"));
    }

    private void put(String name, byte type, int mode, String content) throws IOException {
        var data = content.getBytes(StandardCharsets.UTF_8);
        var header = new TarArchiveEntry(name, type);
        header.setMode(mode);
        header.setSize(data.length);
        tar.putArchiveEntry(header);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void link(String name, String target) throws IOException {
        var header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
    }
}
