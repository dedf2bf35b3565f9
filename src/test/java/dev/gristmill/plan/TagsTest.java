package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {
    private static final List<String> ALL = List.of();

    @TempDir
    Path folder;

    @BeforeEach
    void addConfiguration() throws IOException {
        add("linux-arm64-5.10.262.config");
    }

    @Test
    void clashWhereTheSeriesHasJustReachedTheFilesRelease() throws IOException {
        assertThat(clashes("kernels: [{series: \"5.10\"}]", "5.10.262"))
                .singleElement()
                .asString()
                .contains(
                        "firecracker-kernel-bin:5.10.262",
                        "linux-arm64-5.10.262.config",
                        "the profile microvm of the catalogue's kernel 5.10",
                        "linux-arm64-5.10.262-NAME.config");
        assertThat(clashes("kernels: [{series: \"5.10\"}]", "5.10.263")).isEmpty();
    }

    @Test
    void doNotClashWithOtherProfilesNorOtherVmms() throws IOException {
        assertThat(clashes("kernels: [{series: \"5.10\", profiles: [tiny]}]", "5.10.262"))
                .isEmpty();
        assertThat(clashes("""
                        kernels: [{series: "5.10"}]
                        profiles: {microvm: {extends: microvm, vmms: [cloud-hypervisor]}}
                        """, "5.10.262")).isEmpty();
    }

    @Test
    void doNotClashOnceTheFileHasANameOfItsOwn() throws IOException {
        Files.delete(folder.resolve("kernel/firecracker/configs/linux-arm64-5.10.262.config"));
        add("linux-arm64-5.10.262-mine.config");

        assertThat(clashes("kernels: [{series: \"5.10\"}]", "5.10.262")).isEmpty();
    }

    private void add(String name) throws IOException {
        var configs = Files.createDirectories(folder.resolve("kernel/firecracker/configs"));
        Files.writeString(configs.resolve(name), "CONFIG_64BIT=y\n");
    }

    private List<?> clashes(String yaml, String newest) throws IOException {
        Catalogue catalogue = CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), yaml));
        var named = new ArrayList<NamedKernel>();
        for (var kernel : new Selection(ALL, ALL, ALL, ALL).of(catalogue)) {
            var release = kernel.version() instanceof KernelVersion.Exactly exactly
                    ? exactly.release()
                    : Release.parse(newest).orElseThrow();
            named.add(new NamedKernel(kernel, release));
        }
        return Tags.clashes(named);
    }
}
