package dev.gristmill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderChoiceTest {
    private static final Digest DIGEST = Digest.of("an image");
    private static final PinnedPackage MAKE = new PinnedPackage("make", "4.3-4.1", "amd64", Digest.of("make"));
    private static final PinnedPackage ADDUSER = new PinnedPackage("adduser", "1:3.134~x", "all", Digest.of("a"));

    @TempDir
    Path folder;

    @Test
    void isTheHostUnlessSomethingElseIsSaid() throws IOException {
        assertThat(read("").builder()).isEqualTo(new BuilderChoice.Host());
        assertThat(builderOfKernel("builder: host\n", "")).isEqualTo(new BuilderChoice.Host());
    }

    @Test
    void readsEveryForm() throws IOException {
        assertThat(read("builder: local\n").builder()).isEqualTo(new BuilderChoice.Local("bookworm", Map.of()));
        assertThat(read("builder: {local: trixie}\n").builder()).isEqualTo(new BuilderChoice.Local("trixie", Map.of()));
        var image =
                read("insecure: [registry.example]\nbuilder: registry.example/acme/kernel-builder@" + DIGEST + "\n");
        assertThat(image.builder())
                .isEqualTo(new BuilderChoice.Image(
                        "registry.example/acme/kernel-builder", DIGEST, Set.of("registry.example")))
                .hasToString("registry.example/acme/kernel-builder@" + DIGEST);
    }

    @Test
    void leavesTheLastWordToTheSeries() throws IOException {
        assertThat(builderOfKernel("builder: local\n", ", builder: host")).isEqualTo(new BuilderChoice.Host());
        assertThat(builderOfKernel("", ", builder: {local: trixie}"))
                .isEqualTo(new BuilderChoice.Local("trixie", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hots",
                "registry.example/acme/kernel-builder:bookworm",
                "registry.example/acme/kernel-builder@sha256:123",
                "kernel-builder@sha256:1234567890123456789012345678901234567890123456789012345678901234",
                "{local: ../../etc}",
                "{suite: bookworm}"
            })
    void refusesWhatIsNoBuilder(String builder) {
        assertThatThrownBy(() -> read("builder: " + builder + "\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gristmill.yaml:1:");
    }

    @Test
    void knowsTheLayerThatTheLockPins() throws IOException {
        var catalogue = read("builder: local\n");
        var pin = new BuilderPin("bookworm", Architecture.X86_64, DIGEST, List.of(MAKE, ADDUSER));
        catalogue.lock().with(pin).write();
        var pinned = read("builder: local\n");
        assertThat(pinned.lock().builder("bookworm", Architecture.X86_64)).contains(pin);
        assertThat(pinned.lock().builder("bookworm", Architecture.ARM64)).isEmpty();
        assertThat(pinned.pinned(pinned.builder()))
                .isEqualTo(new BuilderChoice.Local("bookworm", Map.of(Architecture.X86_64, pin)));
        assertThat(folder.resolve("gristmill.lock")).hasContent("""
                # What each series of the catalogue stands for. 'gristmill update' moves it, and nothing else does.
                builders:
                  - suite: bookworm
                    host: x86_64
                    layer: %s
                    packages: |
                      adduser 1:3.134~x all %s
                      make 4.3-4.1 amd64 %s
                """.formatted(
                        DIGEST.hex(), Digest.of("a").hex(), Digest.of("make").hex()));
    }

    @Test
    void replacesThePinOfASuiteAndHostAlone() throws IOException {
        var lock = read("").lock()
                .with(new BuilderPin("trixie", Architecture.X86_64, DIGEST, List.of(MAKE)))
                .with(new BuilderPin("bookworm", Architecture.ARM64, DIGEST, List.of(MAKE)))
                .with(new BuilderPin("bookworm", Architecture.ARM64, DIGEST, List.of(ADDUSER)));
        assertThat(lock.builders()).extracting(BuilderPin::suite).containsExactly("bookworm", "trixie");
        assertThat(lock.builders().getFirst().packages()).containsExactly(ADDUSER);
        assertThat(lock.withoutBuilder("trixie").builders())
                .extracting(BuilderPin::suite)
                .containsExactly("bookworm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make 4.3 amd64",
                "make 4.3 amd64 123",
                "--option=x 4.3 amd64 " + "0123456789012345678901234567890123456789012345678901234567890123",
                "make 4.3,evil amd64 " + "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesALockWhosePackagesAreNone(String line) throws IOException {
        Files.writeString(folder.resolve("gristmill.lock"), """
                builders:
                  - suite: bookworm
                    host: x86_64
                    layer: %s
                    packages: |
                      %s
                """.formatted(DIGEST.hex(), line));
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gristmill.lock:5:")
                .hasMessageContaining("packages");
    }

    private BuilderChoice builderOfKernel(String top, String ofKernel) throws IOException {
        var text = top + "kernels: [{series: \"6.1\"" + ofKernel + "}]\n";
        return CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), text))
                .kernels()
                .getFirst()
                .builder();
    }

    private Catalogue read(String top) throws IOException {
        var text = top + "kernels: [{series: \"6.1\"}]\n";
        return CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), text));
    }
}
