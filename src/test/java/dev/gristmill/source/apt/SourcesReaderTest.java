package dev.gristmill.source.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesReaderTest {
    private static final String HASH = "ab".repeat(32);

    private static List<ListedTarball> read(String text) throws IOException {
        return SourcesReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 20);
    }

    private static String paragraph(String name, String directory, String file) {
        return """
                Package: %s
                Binary: %s
                Version: 1
                Checksums-Sha256:
                 %s 12 %s
                Package-List:
                 x y z.orig.tar.xz
                Directory: %s

                """.formatted(name, "long, ".repeat(3000), HASH, file, directory);
    }

    @Test
    void findsKernelsAmongOtherPackages() throws Exception {
        var text = paragraph("bash", "pool/main/b/bash", "bash_5.2.orig.tar.xz")
                + paragraph("linux", "pool/main/l/linux", "linux_5.10.262.orig.tar.xz")
                + paragraph("linux-6.12", "pool/main/l/linux-6.12", "linux-6.12_6.12.107.orig.tar.xz")
                + paragraph("linux-base", "pool/main/l/linux-base", "linux-base_4.9.orig.tar.xz")
                + paragraph("linux", "pool/main/l/linux", "linux_7.3~rc7.orig.tar.xz");
        assertThat(read(text))
                .extracting(t -> t.release() + " " + t.path() + " " + t.size())
                .containsExactly(
                        "5.10.262 pool/main/l/linux/linux_5.10.262.orig.tar.xz 12",
                        "6.12.107 pool/main/l/linux-6.12/linux-6.12_6.12.107.orig.tar.xz 12",
                        "7.3.0-rc7 pool/main/l/linux/linux_7.3~rc7.orig.tar.xz 12");
    }

    @Test
    void findsWhatDebianAddsToATarball() throws Exception {
        var file = "linux_5.10.262-1.debian.tar.xz";
        var text = paragraph("linux", "pool/main/l/linux", "linux_5.10.262.orig.tar.xz")
                .replace("Package-List:", " " + HASH + " 3 " + file + "\nPackage-List:");
        assertThat(read(text))
                .singleElement()
                .satisfies(tarball -> assertThat(tarball.packaging())
                        .hasValueSatisfying(
                                packaging -> assertThat(packaging.path()).isEqualTo("pool/main/l/linux/" + file)));
        assertThat(read(paragraph("linux", "pool/main/l/linux", "linux_5.10.262.orig.tar.xz")))
                .singleElement()
                .satisfies(tarball -> assertThat(tarball.packaging()).isEmpty());
    }

    @Test
    void ignoresPathsThatLeaveTheArchive() throws Exception {
        assertThat(read(paragraph("linux", "pool/../../x", "linux_5.10.1.orig.tar.xz")))
                .isEmpty();
        assertThat(read(paragraph("linux", "/etc", "linux_5.10.1.orig.tar.xz"))).isEmpty();
        assertThat(read(paragraph("linux", "//evil.example", "linux_5.10.1.orig.tar.xz")))
                .isEmpty();
        assertThat(read(paragraph("linux", "http://evil.example", "linux_5.10.1.orig.tar.xz")))
                .isEmpty();
    }

    @Test
    void ignoresVersionsAndHashesThatAreNone() throws Exception {
        assertThat(read(paragraph("linux", "pool", "linux_5.10.1+dfsg.orig.tar.xz")))
                .isEmpty();
        assertThat(read(paragraph("linux", "pool", "linux_5.10.1.orig.tar.xz").replace(HASH, "xyz")))
                .isEmpty();
    }

    @Test
    void stopsAtTheLimit() {
        var endless = "x".repeat(2 << 20);
        assertThatThrownBy(() -> read(endless)).isInstanceOf(IOException.class).hasMessageContaining("more than");
    }
}
