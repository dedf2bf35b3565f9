package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.elf.LoadedMemory;
import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compact boot file of a tiny 5.10 kernel, as it is in its image. */
class CompactBootIT {
    @TempDir
    static Path folder;

    private static Path kernel;
    private static Path linked;

    @BeforeAll
    static void build() throws Exception {
        Gristmill.run(
                        "build",
                        "--kernel=5.10",
                        "--profile=tiny",
                        "--arch=x86_64",
                        "--debug-images",
                        "--output",
                        folder.resolve("images").toString())
                .mustSucceed();
        kernel = unpacked("firecracker-kernel-bin").resolve("boot/vmlinux");
        var symbols = unpacked("firecracker-kernel-debug").resolve("usr/lib/debug/boot");
        try (var files = Files.newDirectoryStream(symbols)) {
            linked = files.iterator().next();
        }
    }

    /** Until it looks for the root disk it was not given. */
    @ParameterizedTest
    @ValueSource(strings = {"microvm,acpi=off", "q35"})
    void boots(String machine) throws Exception {
        var console = Tool.run(
                        folder,
                        "timeout",
                        "120",
                        "qemu-system-x86_64",
                        "-M",
                        machine,
                        "-nodefaults",
                        "-no-user-config",
                        "-nographic",
                        "-serial",
                        "stdio",
                        "-no-reboot",
                        "-kernel",
                        kernel.toString(),
                        "-append",
                        "console=ttyS0 reboot=t panic=-1")
                .mustSucceed();
        assertThat(console).contains("Linux version 5.10.", "VFS: Unable to mount root fs");
    }

    @Test
    void isUnderHalfOfWhatTheLinkerWrote() throws Exception {
        assertThat(Files.size(kernel)).isLessThan(7_000_000);
        assertThat(run("readelf", "-S", kernel.toString())).contains("There are no sections in this file");
    }

    @Test
    void loadersMakeTheSameMemoryOfIt() throws Exception {
        assertThat(LoadedMemory.of(kernel)).isEqualTo(LoadedMemory.of(linked));
    }

    @Test
    void hasTheBuildIdOfItsSymbols() throws Exception {
        assertThat(buildId(kernel)).isEqualTo(buildId(linked)).contains("Build ID: ");
        assertThat(run("readelf", "-sW", linked.toString())).contains(" start_kernel");
    }

    @Test
    void keepsTheBootContract() {
        assertThat(BootFileCheck.problems(kernel, Architecture.X86_64)).isEmpty();
    }

    private static String buildId(Path file) throws IOException, InterruptedException {
        return run("readelf", "-n", file.toString())
                .lines()
                .filter(line -> line.contains("Build ID"))
                .findFirst()
                .orElse("none");
    }

    private static Path unpacked(String name) throws IOException, InterruptedException {
        run("skopeo", "copy", "--override-arch=amd64", "oci:images:" + name + ":5.10-tiny", "oci:" + name + ":one");
        run("umoci", "raw", "unpack", "--image", name + ":one", name + "-tree");
        return folder.resolve(name + "-tree");
    }

    private static String run(String... argv) throws IOException, InterruptedException {
        return Tool.run(folder, argv).mustSucceed();
    }
}
