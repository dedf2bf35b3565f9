package dev.gristmill.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
    /** FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void agreesWithThePublishedExample(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(Digest.of("abc").hex()).isEqualTo(OF_ABC);
        assertThat(Digest.of(file)).isEqualTo(Digest.of("abc"));
    }

    @Test
    void cannotBeMalformed() {
        assertThatThrownBy(() -> new Digest("abc")).hasMessageContaining("64").hasMessageContaining("abc");
        assertThatThrownBy(() -> new Digest(OF_ABC.toUpperCase())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.parse("md5:" + OF_ABC)).hasMessageContaining("sha256:");
    }

    @Test
    void readsWhatItPrints() {
        assertThat(Digest.parse(Digest.of("x").toString())).isEqualTo(Digest.of("x"));
    }
}
