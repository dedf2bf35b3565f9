package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanMemoryTest {
    private static final Toolchain TOOLCHAIN = toolchain("gcc");

    @TempDir
    Path folder;

    private Store store;
    private Path jar;
    private Path fragment;
    private PlanMemory.Known known;

    @BeforeEach
    void prepare() throws IOException {
        store = new Store(folder.resolve("store"));
        jar = Files.writeString(folder.resolve("gristmill.jar"), "classes");
        fragment = Files.writeString(folder.resolve("mine.config"), "CONFIG_A=y\n");
        var configuration = Digest.of("configuration");
        Files.createDirectories(store.configurations().resolve(configuration.hex()));
        known = new PlanMemory.Known(configuration, Digest.of("key"), Instant.EPOCH, true);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PlanMemory nextRun() {
        return new PlanMemory(store, Optional.of(jar));
    }

    private Profile profile() {
        return new Profile(
                "mine",
                "",
                List.of(new FragmentName.BuiltIn("base"), new FragmentName.InFile(fragment)),
                List.of(),
                List.of(),
                List.of(Vmm.FIRECRACKER),
                List.of(Architecture.X86_64),
                true,
                true);
    }

    private static SourceIdentity source(String content) {
        return new SourceIdentity(Release.parse("5.10.1").orElseThrow(), Digest.of(content), List.of());
    }

    private static Toolchain toolchain(String content) {
        return new Toolchain(Architecture.X86_64, "x86_64-linux-gnu-", "gcc", Digest.of(content));
    }

    private void remember() {
        nextRun().remember(profile(), source("linux"), TOOLCHAIN, known);
    }

    @Test
    void recallsWhatAnEarlierRunCameTo() {
        remember();
        assertThat(nextRun().recall(profile(), source("linux"), TOOLCHAIN)).contains(known);
        assertThat(nextRun().knows(profile())).isTrue();
    }

    @Test
    void knowsNothingOfAnotherTreeOrCompiler() {
        remember();
        assertThat(nextRun().recall(profile(), source("linux, patched"), TOOLCHAIN))
                .isEmpty();
        assertThat(nextRun().recall(profile(), source("linux"), toolchain("gcc, newer")))
                .isEmpty();
    }

    @Test
    void forgetsWhenAFragmentHasChanged() throws Exception {
        remember();
        Files.writeString(fragment, "CONFIG_A=m\n");
        assertThat(nextRun().recall(profile(), source("linux"), TOOLCHAIN)).isEmpty();
        assertThat(nextRun().knows(profile())).isFalse();
    }

    @Test
    void forgetsWhenGristmillItselfHasChanged() throws Exception {
        remember();
        Files.writeString(jar, "other classes");
        assertThat(nextRun().knows(profile())).isFalse();
    }

    @Test
    void forgetsWhenTheProfileNamesOtherFragments() {
        remember();
        var other = new Profile(
                "mine",
                "",
                List.of(new FragmentName.BuiltIn("base")),
                List.of(),
                List.of(),
                profile().vmms(),
                profile().architectures(),
                true,
                true);
        assertThat(nextRun().knows(other)).isFalse();
    }

    @Test
    void forgetsWhenTheProfileIsForOtherVmms() {
        remember();
        var mine = profile();
        var other = new Profile(
                mine.name(),
                "",
                mine.fragments(),
                List.of(),
                List.of(),
                List.of(Vmm.FIRECRACKER, Vmm.CLOUD_HYPERVISOR),
                mine.architectures(),
                true,
                true);
        assertThat(nextRun().knows(other)).isFalse();
    }

    @Test
    void keepsFullConfigurationsOfOneProfileApart() throws Exception {
        var first = custom("linux-arm64-5.10.77.config");
        nextRun().remember(first, source("linux"), TOOLCHAIN, known);
        assertThat(nextRun().knows(first)).isTrue();
        assertThat(nextRun().knows(custom("linux-arm64-5.10.78.config"))).isFalse();
        Files.writeString(first.fullConfiguration().orElseThrow(), "CONFIG_A=m\n");
        assertThat(nextRun().knows(first)).isFalse();
    }

    private Profile custom(String name) throws IOException {
        var file = Files.writeString(folder.resolve(name), "CONFIG_A=y\n");
        return new Profile(
                Profile.CUSTOM,
                "",
                List.of(),
                Optional.of(file),
                List.of(),
                List.of(),
                List.of(profile().vmms().getFirst()),
                profile().architectures(),
                true,
                true);
    }

    @Test
    void forgetsWhenTheConfigurationIsGone() throws Exception {
        remember();
        Files.delete(store.configurations().resolve(known.configuration().hex()));
        assertThat(nextRun().recall(profile(), source("linux"), TOOLCHAIN)).isEmpty();
    }

    @Test
    void takesADamagedMemoryForNone() throws Exception {
        remember();
        var file = store.memory().resolve("plans").resolve("mine");
        Files.writeString(file, Files.readString(file).replace("\tsha256:", "\tsha"));
        assertThat(nextRun().knows(profile())).isFalse();
    }

    @Test
    void remembersNothingWhereFragmentsAreNotInOneFile() {
        var memory = new PlanMemory(store, Optional.empty());
        memory.remember(profile(), source("linux"), TOOLCHAIN, known);
        assertThat(nextRun().knows(profile())).isFalse();
        assertThat(store.memory().resolve("plans")).doesNotExist();
    }
}
