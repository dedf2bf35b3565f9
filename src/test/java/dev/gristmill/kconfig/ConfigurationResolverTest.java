package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a source tree that is nothing but a Makefile. */
class ConfigurationResolverTest {
    private static final Release RELEASE = Release.parse("6.1.187").orElseThrow();

    @TempDir
    private Path folder;

    private Store store;
    private ConfigurationResolver resolver;
    private SourceTree tree;

    @BeforeEach
    void open() throws IOException {
        store = new Store(folder.resolve("store"));
        resolver = new ConfigurationResolver(store, Progress.none());
        var root = Files.createDirectories(folder.resolve("tree"));
        tree = new SourceTree(root, RELEASE, Digest.of("tree"), Instant.EPOCH, "test");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void makefile(String... recipe) throws IOException {
        Files.writeString(
                tree.root().resolve("Makefile"),
                "allnoconfig olddefconfig:\n\t@" + String.join("\n\t@", recipe) + "\n");
    }

    private static Toolchain toolchain(String identity) {
        return new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", "gcc", Digest.of(identity));
    }

    private static RequestedConfiguration requested(String... lines) {
        return RequestedConfiguration.merge(
                List.of(RequestedConfigurationTest.fragment("f", lines)), Target.of(Architecture.ARM64, RELEASE));
    }

    @Test
    void resolvesOnceAndThenTakesFromStore() throws Exception {
        makefile(
                "cp $(KCONFIG_ALLCONFIG) $(O)/.config",
                "echo CONFIG_ARCH=\\\"$(ARCH) $(CROSS_COMPILE)\\\" >>$(O)/.config");
        var request = requested("CONFIG_A=y");
        assertThat(resolver.known(tree, toolchain("a"), request)).isEmpty();

        var resolved = resolver.resolve(tree, toolchain("a"), request);
        assertThat(resolved.file()).content().isEqualTo("CONFIG_A=y\nCONFIG_ARCH=\"arm64 aarch64-linux-gnu-\"\n");
        assertThat(resolved.digest()).isEqualTo(Digest.of(resolved.file()));

        makefile("exit 3");
        assertThat(resolver.resolve(tree, toolchain("a"), request)).isEqualTo(resolved);
        assertThat(resolver.known(tree, toolchain("a"), request)).contains(resolved);
    }

    @Test
    void resolvesAnewForOtherRequestToolchainOrTree() throws Exception {
        makefile("cp $(KCONFIG_ALLCONFIG) $(O)/.config");
        resolver.resolve(tree, toolchain("a"), requested("CONFIG_A=y"));
        var otherTree = new SourceTree(tree.root(), RELEASE, Digest.of("other"), Instant.EPOCH, "test");
        assertThat(resolver.known(tree, toolchain("a"), requested("CONFIG_A=m")))
                .isEmpty();
        assertThat(resolver.known(tree, toolchain("b"), requested("CONFIG_A=y")))
                .isEmpty();
        assertThat(resolver.known(otherTree, toolchain("a"), requested("CONFIG_A=y")))
                .isEmpty();
    }

    @Test
    void keepsNothingThatGateRejects() throws Exception {
        makefile("echo CONFIG_A=m >$(O)/.config");
        var request = requested("CONFIG_A=y");
        assertThatThrownBy(() -> resolver.resolve(tree, toolchain("a"), request))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("CONFIG_A did not come out as asked", "f:1");
        assertThat(resolver.known(tree, toolchain("a"), request)).isEmpty();
    }

    @Test
    void doesNotTakeWhatWasWaivedForWhatIsNot() throws Exception {
        makefile("echo CONFIG_A=m >$(O)/.config");
        var request = requested("CONFIG_A=y");
        var waiver = new WaivedOption(new Option("A"), "no harm", "gristmill.yaml:7:9");
        var waiving = request.waiving(List.of(waiver));
        var resolved = resolver.resolve(tree, toolchain("a"), waiving);
        assertThat(resolver.known(tree, toolchain("a"), waiving)).contains(resolved);
        assertThat(resolver.known(tree, toolchain("a"), request)).isEmpty();
        assertThatThrownBy(() -> resolver.resolve(tree, toolchain("a"), request))
                .isInstanceOf(StepException.class);
    }

    @Test
    void showsWhatMakeSaidWhenItFails() throws IOException {
        makefile("echo flex: not found", "exit 3");
        assertThatThrownBy(() -> resolver.resolve(tree, toolchain("a"), requested("CONFIG_A=y")))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(
                        "linux 6.1.187 for arm64", "flex: not found", "exit status 2", "gristmill doctor");
    }

    @Test
    void givesFullConfigurationToOlddefconfigWithoutGate() throws Exception {
        var file =
                Files.writeString(folder.resolve("linux-arm64-6.1.187.config"), "CONFIG_B=y\n# CONFIG_A is not set\n");
        makefile("sed -i s/CONFIG_B=y/CONFIG_B=m/ $(O)/.config");
        var full = FullConfiguration.read(file);
        var resolved = resolver.resolve(tree, toolchain("a"), full);
        assertThat(full.content().to(resolved.read()))
                .extracting(d -> d.option() + " " + d.kind())
                .containsExactly("CONFIG_B CHANGED");
    }

    @Test
    void reusesWorkFolderWithoutLeftovers() throws Exception {
        makefile("test ! -e $(O)/.config", "cp $(KCONFIG_ALLCONFIG) $(O)/.config");
        resolver.resolve(tree, toolchain("a"), requested("CONFIG_A=y"));
        var second = resolver.resolve(tree, toolchain("a"), requested("CONFIG_B=y"));
        assertThat(second.file()).content().isEqualTo("CONFIG_B=y\n");
    }
}
