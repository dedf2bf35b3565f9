package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.KernelEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue that one begins with is one. */
class InitIT {
    @TempDir
    Path folder;

    @Test
    void writesACatalogueThatCanBeRead() throws Exception {
        init("5.10", "6.1", "6.1", "--registry", "ghcr.io/acme").mustSucceed();
        var catalogue = CatalogueReader.read(file());
        assertThat(catalogue.registry()).hasValue("ghcr.io/acme");
        assertThat(catalogue.builder()).isInstanceOf(BuilderChoice.Local.class);
        assertThat(catalogue.kernels())
                .extracting(KernelEntry::version)
                .extracting(Object::toString)
                .containsExactly("5.10", "6.1");
    }

    @Test
    void writesNoRegistryThatNobodyNamed() throws Exception {
        init().mustSucceed();
        assertThat(CatalogueReader.read(file()).registry()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void keepsWhatIsThere() throws Exception {
        Files.writeString(file(), "kernels: []\n");
        var run = init();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("there is a catalogue already", file().toString());
        assertThat(file()).hasContent("kernels: []\n");
    }

    @Test
    void refusesWhatIsNoSeriesAndNoRegistry() throws Exception {
        assertThat(init("six").status()).isEqualTo(2);
        assertThat(init("--registry", "Not A Registry").status()).isEqualTo(2);
        assertThat(file()).doesNotExist();
    }

    private Tool.Run init(String... words) throws Exception {
        var argv = new String[words.length + 3];
        argv[0] = "--catalogue";
        argv[1] = file().toString();
        argv[2] = "init";
        System.arraycopy(words, 0, argv, 3, words.length);
        return Gristmill.run(argv);
    }

    private Path file() {
        return folder.resolve("gristmill.yaml");
    }
}
