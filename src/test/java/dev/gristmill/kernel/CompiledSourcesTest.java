package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void listsUnitsOfTheKernelAndWhatTheyInclude() throws Exception {
        var sources = read(Compiled.in(folder));
        assertThat(sources)
                .extracting(CompiledSource::path)
                .containsExactly("arch/x86/entry.S", "include/linux/init.h", "include/linux/odd.h", "init/main.c");
        assertThat(sources).extracting(CompiledSource::unit).containsExactly(true, false, false, true);
        assertThat(sources)
                .extracting(source -> source.license().orElse("-"))
                .containsExactly("-", "(GPL-2.0 WITH Linux-syscall-note) OR MIT", "Friendly-1.0", "GPL-2.0-only");
    }

    @Test
    void hashesEachFile() throws Exception {
        var compiled = Compiled.in(folder);
        for (var source : read(compiled)) {
            var file = compiled.tree().resolve(source.path());
            assertThat(source.sha256()).isEqualTo(Digest.of(file));
            assertThat(source.sha1()).hasSize(40);
        }
        var main = Files.writeString(compiled.tree().resolve("init/main.c"), "abc");
        assertThat(main).hasContent("abc");
        assertThat(read(compiled).getLast().sha1()).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    }

    @Test
    void followsKbuildThroughALinkToTheTree() throws Exception {
        var compiled = Compiled.in(folder.toRealPath());
        var link = Files.createSymbolicLink(folder.resolve("link"), compiled.tree());
        CompiledSources.write(link, folder.resolve("out"), folder.resolve("list"));
        assertThat(Files.readAllLines(folder.resolve("list"))).hasSize(5);
    }

    @Test
    void namesNothingOutsideTheTree() throws Exception {
        var compiled = Compiled.in(folder);
        Files.writeString(folder.resolve("secret.h"), "secret");
        compiled.object("init/version.o", " -D__KERNEL__ ", "init/main.c", "../secret.h");
        assertThat(read(compiled)).extracting(CompiledSource::path).noneMatch(path -> path.contains("secret"));
    }

    @Test
    void writesNoListWhereKbuildLeftNoNotes() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        CompiledSources.write(folder, folder.resolve("out"), folder.resolve("list"));
        assertThat(CompiledSources.in(folder.resolve("list"))).isEmpty();
    }

    @Test
    void readsALicenseUpToTheEndOfItsComment() {
        assertThat(CompiledSources.expression(" GPL-2.0+ */ more")).contains("GPL-2.0+");
        assertThat(CompiledSources.expression(" ")).isEmpty();
        assertThat(CompiledSources.expression(" <tab>\tGPL")).isEmpty();
    }

    @Test
    void recordsComeBackAsTheyWere() throws Exception {
        try (var store = new dev.gristmill.store.Store(folder.resolve("store"))) {
            var request = Compiled.request(folder, dev.gristmill.model.Architecture.ARM64);
            var records = new BuildRecords(store);
            assertThat(records.find(request.key())).isEmpty();
            records.remember(request);
            assertThat(records.find(request.key())).contains(BuildRecord.of(request));
            Files.writeString(store.records().resolve(request.key().hex()), "form 1\nrelease x\n");
            assertThat(records.find(request.key())).isEmpty();
        }
    }

    private static List<CompiledSource> read(Compiled compiled) throws Exception {
        Optional<CompiledSources> sources = compiled.sources();
        try (var stream = sources.orElseThrow().stream()) {
            return stream.toList();
        }
    }
}
