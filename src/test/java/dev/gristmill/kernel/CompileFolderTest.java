package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Digest;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileFolderTest {
    private static final Digest KEY = Digest.of("key");

    @TempDir
    private Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = new Store(folder);
    }

    private CompileFolder ended(String... argv) throws Exception {
        var compile = CompileFolder.open(store, KEY);
        Files.createDirectories(compile.out());
        var process = new ProcessBuilder(compile.noting(java.util.List.of(argv)))
                .directory(compile.out().toFile())
                .start();
        process.waitFor();
        compile.leave(7, false);
        return compile;
    }

    @Test
    void goesOnWithWhatWasMadeLongBeforeTheEnd() throws Exception {
        ended("sh", "-c", "echo whole > early.o; sleep 2.5; exit 2");
        var again = CompileFolder.open(store, KEY);
        assertThat(again.resumed()).isTrue();
        assertThat(again.steps()).isEqualTo(7);
        assertThat(again.out().resolve("early.o")).hasContent("whole");
    }

    @Test
    void makesAnewWhatAppearedJustBeforeTheEndWhateverItsDate() throws Exception {
        ended(
                "sh",
                "-c",
                "mkdir lib; echo half > lib/late.o; touch -d 2020-01-01 lib/late.o; ln -s late.o lib/link; exit 2");
        var again = CompileFolder.open(store, KEY);
        assertThat(again.resumed()).isTrue();
        assertThat(again.out().resolve("lib")).isEmptyDirectory();
    }

    @Test
    void beginsAnewWhereNoEndWasSeen() throws Exception {
        var killed = CompileFolder.open(store, KEY);
        Files.createDirectories(killed.out());
        Files.writeString(killed.out().resolve("half.o"), "ha");
        Files.setLastModifiedTime(killed.out().resolve("half.o"), FileTime.from(Instant.EPOCH));
        var again = CompileFolder.open(store, KEY);
        assertThat(again.resumed()).isFalse();
        assertThat(Files.exists(again.out(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
