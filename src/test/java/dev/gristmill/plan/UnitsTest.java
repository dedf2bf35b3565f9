package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {
    private static final String SERIES = "kernels: [{series: \"5.10\", profiles: [mine]}]\n";
    private static final String PROFILE = """
            profiles:
              mine: {extends: tiny, fragments: [own.config], patches: [{from: "5.10", below: "5.11", files: [own.patch]}]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("own.config", "CONFIG_NINE_P_FS=y\n");
        write("own.patch", "--- a/README\n+++ b/README\n");
        pin("5.10.262", "aa");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void pin(String release, String hash) throws IOException {
        write("gristmill.lock", """
                kernels:
                  - release: %s
                    source: apt
                    path: pool/main/l/linux/linux.tar.xz
                    size: 1
                    sha256: %s
                    resolved: 2026-03-01T10:20:30Z
                """.formatted(release, hash.repeat(32)));
    }

    @Test
    void areNamedWithoutASourceOrACompiler() throws IOException {
        assertThat(units(SERIES + PROFILE))
                .extracting(Unit::toString)
                .containsExactly("5.10.262-mine x86_64", "5.10.262-mine arm64");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void haveAKeyOverEverythingThatIsAskedFor() throws IOException {
        var keys = new HashSet<Digest>();
        var first = key(SERIES + PROFILE);
        assertThat(key(SERIES + PROFILE)).as("the same again").isEqualTo(first);
        keys.add(first);

        pin("5.10.263", "aa");
        assertThat(keys.add(key(SERIES + PROFILE))).as("release").isTrue();
        pin("5.10.262", "bb");
        assertThat(keys.add(key(SERIES + PROFILE))).as("source").isTrue();
        pin("5.10.262", "aa");
        write("own.config", "CONFIG_NINE_P_FS=n\n");
        assertThat(keys.add(key(SERIES + PROFILE))).as("fragment").isTrue();
        write("own.config", "CONFIG_NINE_P_FS=y\n");
        write("own.patch", "--- a/COPYING\n+++ b/COPYING\n");
        assertThat(keys.add(key(SERIES + PROFILE))).as("patch").isTrue();
        write("own.patch", "--- a/README\n+++ b/README\n");
        assertThat(keys.add(key("images: {compression: zstd}\n" + SERIES + PROFILE)))
                .as("compression")
                .isTrue();
        assertThat(keys.add(units(SERIES + PROFILE, ImageChoices.DEFAULT.withDebug(), Set.of())
                        .getFirst()
                        .key()))
                .as("debug images")
                .isTrue();
        assertThat(keys.add(units(SERIES + PROFILE, ImageChoices.DEFAULT, Set.of(Vmm.FIRECRACKER))
                        .getFirst()
                        .key()))
                .as("leave to break a contract")
                .isTrue();
        assertThat(keys.add(units(SERIES + PROFILE).get(1).key()))
                .as("architecture")
                .isTrue();
        assertThat(key(SERIES + PROFILE)).as("all as it was").isEqualTo(first);
    }

    @Test
    void mustBeTheSameOnEveryMachine() throws IOException {
        Files.delete(folder.resolve("gristmill.lock"));
        assertThatThrownBy(() -> units(SERIES + PROFILE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("each machine would take what it finds to be the newest 5.10")
                .hasMessageContaining("gristmill update 5.10");
        assertThatThrownBy(() -> units("builder: local\nkernels: [{version: 5.10.262, profiles: [tiny]}]\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("builder: local bookworm");
    }

    private Digest key(String catalogue) throws IOException {
        return units(catalogue).getFirst().key();
    }

    private List<Unit> units(String catalogue) throws IOException {
        write("gristmill.yaml", catalogue);
        var images = CatalogueReader.read(folder.resolve("gristmill.yaml")).images();
        return units(catalogue, images, Set.of());
    }

    private List<Unit> units(String catalogue, ImageChoices choices, Set<Vmm> lenient) throws IOException {
        write("gristmill.yaml", catalogue);
        var read = CatalogueReader.read(folder.resolve("gristmill.yaml"));
        var planned = new Selection(List.of(), List.of(), List.of(), List.of()).of(read);
        return new Units(new Store(folder.resolve("store")), Progress.none(), choices, lenient).of(planned);
    }
}
