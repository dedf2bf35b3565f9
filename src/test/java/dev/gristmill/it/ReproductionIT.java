package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.kernel.BuildRecords;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.Reproduction;
import dev.gristmill.plan.ReproductionRun;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.ClaimedBuild;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.source.PathSource;
import dev.gristmill.source.SourceStore;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.ToolchainFinder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds images of a make-believe kernel again, whose build can be made to depend on something that it should not. */
class ReproductionIT {
    private static final Release RELEASE = Release.parse("5.10.1").orElseThrow();
    private static final String MAKEFILE = """
            VERSION = 5
            PATCHLEVEL = 10
            SUBLEVEL = 1
            EXTRAVERSION =
            Image:
            \t@mkdir -p $(O)/include/config $(O)/arch/arm64/boot
            \t@echo 5.10.1 > $(O)/include/config/kernel.release
            \t@cat header %s > $(O)/arch/arm64/boot/Image
            """;

    @TempDir
    Path folder;

    private Store store;
    private Path tree;
    private Path noise;

    @BeforeEach
    void writeTree() throws IOException {
        store = new Store(folder.resolve("store"));
        noise = Files.writeString(folder.resolve("noise"), "the weather of today");
        tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("Makefile"), MAKEFILE.formatted(noise));
        Files.write(
                tree.resolve("header"),
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(16, 1 << 20)
                        .putInt(0x38, 0x644d5241)
                        .array());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void comesToTheSameDigest() throws Exception {
        var done = reproduced(claimed(built()));
        assertThat(done.succeeded()).isTrue();
        assertThat(done.differences()).isEmpty();
        assertThat(done.inputs()).isEmpty();
    }

    @Test
    void tellsWhereAnotherImageParts() throws Exception {
        var request = built();
        Files.writeString(noise, "the weather of yesterday");
        var done = reproduced(claimed(request));
        assertThat(done.succeeded()).isFalse();
        assertThat(done.differences())
                .anySatisfy(difference -> assertThat(difference)
                        .matches(d -> d.where().equals("boot/vmlinux"))
                        .matches(d -> d.detail().startsWith("they part at byte 79: 74 6f 64 61 79 / 79 65 73 74")))
                .anySatisfy(difference -> assertThat(difference.where()).isEqualTo("dev.gristmill.kernel.sha256"));
    }

    @Test
    void leavesWhatTheStoreHasAsItIs() throws Exception {
        var request = built();
        var before = Files.readString(bootFile(request));
        Files.writeString(noise, "the weather of yesterday");
        reproduced(claimed(request));
        assertThat(bootFile(request)).hasContent(before);
    }

    @Test
    void namesTheToolchainThatIsNotHere() throws Exception {
        var claimed = claimed(built());
        var other = new ClaimedBuild(
                claimed.source(),
                claimed.origin(),
                claimed.patches(),
                claimed.config(),
                Digest.of("another"),
                "gcc 14.2.0, binutils 2.44",
                claimed.recipe());
        assertThat(reproduced(other).inputs())
                .singleElement()
                .matches(input -> input.where().equals("toolchain"))
                .matches(input -> input.published().contains("gcc 14.2.0"));
    }

    @Test
    void refusesASourceOtherThanTheOneThatWasBuiltFrom() throws Exception {
        var claimed = claimed(built());
        Files.writeString(tree.resolve("init.c"), "int changed;");
        var failure = catchThrowableOfType(StepException.class, () -> reproduced(claimed));
        assertThat(failure)
                .hasMessageContaining("another file for linux 5.10.1")
                .hasMessageContaining("--source");
    }

    @Test
    void refusesAnImageWhoseConfigurationIsNotTheOneThatWasBuiltFrom() throws Exception {
        var claimed = claimed(built());
        var other = new ClaimedBuild(
                claimed.source(),
                claimed.origin(),
                claimed.patches(),
                Digest.of("another"),
                claimed.toolchain(),
                claimed.toolchainDescription(),
                claimed.recipe());
        var failure = catchThrowableOfType(StepException.class, () -> reproduced(other));
        assertThat(failure).hasMessageContaining("configuration in the image is not the one");
    }

    private ClaimedBuild claimed(KernelRequest request) {
        return ClaimedBuild.of(new BuildRecords(store).find(request.key()).orElseThrow());
    }

    private Path bootFile(KernelRequest request) {
        return store.kernels().resolve(request.key().hex()).resolve("boot-file");
    }

    private OciLayout layout() {
        return OciLayout.at(folder.resolve("images"), store);
    }

    /** In the store and in the layout. */
    private KernelRequest built() throws Exception {
        var config = Files.writeString(folder.resolve("config"), "CONFIG_64BIT=y\n");
        var offer = new PathSource(tree, Optional.empty()).exactly(RELEASE);
        var source = new SourceStore(store, Progress.none()).obtain(offer);
        var toolchain = new ToolchainFinder(store).find(Architecture.ARM64);
        var request = KernelRequest.of(source, config, Digest.of(config), toolchain, "tiny");
        var kernel = new KernelBuilder(store, Progress.none()).build(request, Jobs.own(1));
        var packed = new ImagePacker(store, Progress.none())
                .pack(KernelImageSpec.of(kernel, "tiny", Set.of(Vmm.FIRECRACKER)));
        layout().put(new ImageNames("microvm").of(List.of(packed)));
        return request;
    }

    private Reproduction reproduced(ClaimedBuild claimed) throws InterruptedException {
        var images = new LayoutImages(layout(), "firecracker-kernel-bin");
        var image =
                SaidKernel.in(images, images.find("5.10.1-tiny").orElseThrow()).getFirst();
        return new ReproductionRun(store, Progress.none(), Map.of(), List.of(), Optional.of(tree))
                .of(images, image, claimed, 1);
    }
}
