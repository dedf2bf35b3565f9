package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.kconfig.ConfigurationResolver;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.kconfig.FullConfiguration;
import dev.gristmill.kconfig.KconfigTree;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.TreeAgreement;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel's own configuration tools on a real 5.10 tree. */
class KconfigIT {
    // One store for all: the tree's configuration program is built once.
    @TempDir
    private static Path stores;

    private static Store store;
    private static ConfigurationResolver resolver;
    private static SourceTree tree;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws InterruptedException {
        store = new Store(stores.resolve("store"));
        resolver = new ConfigurationResolver(store, Progress.none());
        tree = RealTree.newest("5.10");
    }

    @AfterAll
    static void close() {
        if (store != null) {
            store.close();
        }
    }

    private RequestedConfiguration requested(Architecture architecture, String... lines) throws IOException {
        var file = Files.writeString(folder.resolve("my.config"), String.join("\n", lines));
        return RequestedConfiguration.merge(List.of(Fragments.inFile(file)), Target.of(architecture, tree.release()));
    }

    private static Toolchain toolchain(Architecture architecture) {
        return new Toolchain(architecture, architecture.gnuTriplet() + "-", "gcc", Digest.of("the machine's own"));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void resolvesWhatWasAskedAndLittleElse(Architecture architecture) throws Exception {
        var request = requested(
                architecture,
                "CONFIG_BLOCK=y",
                "CONFIG_BLK_DEV=y",
                "CONFIG_VIRTIO_MENU=y",
                "CONFIG_VIRTIO_MMIO=y",
                "CONFIG_VIRTIO_BLK=y",
                "CONFIG_PANIC_TIMEOUT=-1",
                "CONFIG_DEFAULT_HOSTNAME=\"a \\\"quoted\\\" name\"",
                "# CONFIG_NET is not set");
        var resolved = resolver.resolve(tree, toolchain(architecture), request);
        var config = resolved.read();
        assertThat(config.tristate(new Option("VIRTIO_BLK"))).isEqualTo(Tristate.YES);
        assertThat(config.tristate(new Option("MODULES"))).isEqualTo(Tristate.NO);
        assertThat(resolved.file())
                .content()
                .doesNotContain(stores.toString(), tree.root().toString());
        assertThat(resolver.known(tree, toolchain(architecture), request)).contains(resolved);
    }

    @Test
    void givesTheSameBytesFromAnotherStore() throws Exception {
        var request = requested(Architecture.ARM64, "CONFIG_BLOCK=y");
        var first = resolver.resolve(tree, toolchain(Architecture.ARM64), request);
        try (var other = new Store(folder.resolve("other"))) {
            var second = new ConfigurationResolver(other, Progress.none())
                    .resolve(tree, toolchain(Architecture.ARM64), request);
            assertThat(second.digest()).isEqualTo(first.digest());
        }
    }

    @Test
    void failsWithAllFactsWhenDependencyIsNotMet() throws Exception {
        var request = requested(Architecture.X86_64, "# storage", "CONFIG_VIRTIO_BLK=y  # the root disk");
        var thrown = catchThrowableOfType(
                StepException.class, () -> resolver.resolve(tree, toolchain(Architecture.X86_64), request));
        assertThat(thrown.problems()).hasSize(1);
        assertThat(thrown)
                .hasMessageContainingAll(
                        "CONFIG_VIRTIO_BLK did not come out as asked",
                        folder.resolve("my.config") + ":2",
                        "expected: y",
                        "the root disk",
                        "Virtio block driver",
                        "depends on VIRTIO (drivers/block/Kconfig:",
                        "): VIRTIO=n",
                        "): BLK_DEV=n",
                        "ask for CONFIG_BLK_DEV=y too; VIRTIO is turned on by ");
        assertThat(resolver.known(tree, toolchain(Architecture.X86_64), request))
                .isEmpty();
    }

    @Test
    void bringsFullConfigurationUpToDate() throws Exception {
        var file = Files.writeString(
                folder.resolve("linux-arm64-5.10.262.config"), "CONFIG_VIRTIO_MENU=y\nCONFIG_GONE_LONG_AGO=y\n");
        var full = FullConfiguration.read(file);
        DotConfig config =
                resolver.resolve(tree, toolchain(Architecture.ARM64), full).read();
        assertThat(config.value(new Option("GONE_LONG_AGO"))).isEmpty();
        assertThat(config.tristate(new Option("VIRTIO_MENU"))).isEqualTo(Tristate.YES);
        assertThat(config.values()).hasSizeGreaterThan(1000);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void readsKconfigFilesAsTheTreesOwnToolsDo(Architecture architecture) throws Exception {
        var file = Files.writeString(folder.resolve("all.config"), "CONFIG_MODULES=y\n");
        var config = resolver.resolve(tree, toolchain(architecture), FullConfiguration.read(file))
                .read();
        var kconfig = KconfigTree.parse(tree.root(), architecture);
        assertThat(TreeAgreement.disagreements(kconfig, config)).isEmpty();

        var without = new TreeMap<>(config.values());
        without.remove(new Option("PCI"));
        assertThat(TreeAgreement.disagreements(kconfig, DotConfig.of(without)))
                .contains("CONFIG_PCI is not mentioned although its prompt is shown");
    }
}
