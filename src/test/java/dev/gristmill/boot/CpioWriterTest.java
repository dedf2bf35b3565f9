package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;

class CpioWriterTest {
    @Test
    void writesWhatOthersRead() throws Exception {
        var archive = archive(cpio -> cpio.folder("dev")
                .characterDevice("dev/console", 5, 1)
                .program("init", new ByteArrayInputStream(bytes("#!x")), 3)
                .file("orders", bytes("token")));
        var names = new ArrayList<String>();
        try (var in = new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                switch (entry.getName()) {
                    case "dev" -> assertThat(entry.isDirectory()).isTrue();
                    case "dev/console" -> {
                        assertThat(entry.isCharacterDevice()).isTrue();
                        assertThat(entry.getRemoteDeviceMaj()).isEqualTo(5);
                        assertThat(entry.getRemoteDeviceMin()).isEqualTo(1);
                        assertThat(entry.getMode() & 0777).isEqualTo(0600);
                    }
                    case "init" -> {
                        assertThat(entry.getMode()).isEqualTo(0100755);
                        assertThat(in.readAllBytes()).isEqualTo(bytes("#!x"));
                    }
                    default -> assertThat(in.readAllBytes()).isEqualTo(bytes("token"));
                }
                assertThat(entry.getUID()).isZero();
                assertThat(entry.getTime()).isZero();
            }
        }
        assertThat(names).containsExactly("dev", "dev/console", "init", "orders");
    }

    @Test
    void alignsEveryHeaderAndContent() throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int i = 0; i < 50; i++) {
            var content = new byte[random.nextInt(40)];
            random.nextBytes(content);
            var name = "n".repeat(1 + random.nextInt(9));
            var archive = archive(cpio -> cpio.file(name, content).folder("after"));
            assertThat(archive.length % 4).isZero();
            try (var in = new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
                assertThat(in.getNextEntry().getName()).isEqualTo(name);
                assertThat(in.readAllBytes()).isEqualTo(content);
                assertThat(in.getNextEntry().getName()).isEqualTo("after");
                assertThat(in.getNextEntry()).isNull();
            }
        }
    }

    @Test
    void givesTheSameBytesEachTime() throws Exception {
        Filling filling = cpio -> cpio.folder("dev").file("a", bytes("content"));
        assertThat(archive(filling)).isEqualTo(archive(filling));
    }

    @Test
    void refusesAProgramOfAnotherSize() {
        for (long size : List.of(2L, 4L)) {
            assertThatThrownBy(
                            () -> archive(cpio -> cpio.program("init", new ByteArrayInputStream(bytes("abc")), size)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("init has 3 bytes and not " + size);
        }
    }

    @Test
    void refusesPathsThatTheKernelWouldNotUnpackAsMeant() {
        for (var path : List.of("", "/init", "x".repeat(5000))) {
            assertThatThrownBy(() -> archive(cpio -> cpio.folder(path))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private interface Filling {
        void into(CpioWriter cpio) throws IOException;
    }

    private static byte[] archive(Filling filling) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var cpio = new CpioWriter(out)) {
            filling.into(cpio);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
