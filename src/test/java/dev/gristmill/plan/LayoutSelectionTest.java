package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutSelectionTest {
    @TempDir
    private Path folder;

    private Store store;
    private OciLayout layout;

    @BeforeEach
    void pack() throws Exception {
        store = new Store(folder.resolve("store"));
        layout = OciLayout.at(folder.resolve("images"), store);
        put("5.10.261", "microvm");
        put("5.10.262", "microvm");
        put("5.10.262", "tiny");
        put("6.1.120", "microvm");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSeriesIsItsNewestReleaseWithItsMovingTag() {
        assertThat(tags(new LayoutSelection(List.of("5.10"), List.of("microvm"), List.of("firecracker"))))
                .containsExactly(
                        "firecracker-kernel-bin:5.10",
                        "firecracker-kernel-bin:5.10.262",
                        "firecracker-kernel:5.10",
                        "firecracker-kernel:5.10.262",
                        "flintlock-kernel:5.10",
                        "flintlock-kernel:5.10.262");
    }

    @Test
    void anOlderReleaseTakesNoMovingTagAlong() {
        assertThat(tags(new LayoutSelection(List.of("5.10.261"), List.of(), List.of("cloud-hypervisor"))))
                .containsExactly("cloudhypervisor-kernel-bin:5.10.261", "cloudhypervisor-kernel:5.10.261");
    }

    @Test
    void severalVersionsAndProfilesCanBeChosen() {
        assertThat(tags(new LayoutSelection(List.of("5.10.262", "6.1"), List.of("tiny", "microvm"), List.of())))
                .contains("firecracker-kernel-bin:5.10-tiny", "firecracker-kernel-bin:6.1", "flintlock-kernel:6.1.120")
                .noneMatch(tag -> tag.contains("5.10.261"));
    }

    @Test
    void noOptionSelectsEverything() {
        assertThat(new LayoutSelection(List.of(), List.of(), List.of()).of(layout))
                .isEqualTo(layout.references());
    }

    @Test
    void eachKernelHasToBeThere() {
        assertThatThrownBy(() -> tags(new LayoutSelection(List.of("5.10", "5.15"), List.of(), List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gristmill build --kernel 5.15");
        assertThatThrownBy(() -> tags(new LayoutSelection(List.of("five"), List.of(), List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("this is no kernel version");
        assertThatThrownBy(() -> tags(new LayoutSelection(List.of(), List.of(), List.of("qemu"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unknown VMM 'qemu'");
    }

    private List<String> tags(LayoutSelection selection) {
        return selection.of(layout).stream().map(Reference::toString).toList();
    }

    private void put(String release, String profile) throws Exception {
        var kernel = Kernels.plain(folder.resolve(release + profile), release, Architecture.X86_64);
        var packed = new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, profile));
        layout.put(new ImageNames("microvm").of(List.of(packed)));
    }
}
