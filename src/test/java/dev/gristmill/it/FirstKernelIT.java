package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tiny 5.10 kernel for both architectures, from the project's own catalogue to what consumers unpack. */
class FirstKernelIT {
    @TempDir
    static Path folder;

    private static Path layout;
    private static String release;

    @BeforeAll
    static void build() throws Exception {
        layout = folder.resolve("images");
        var document = build(layout, Map.of());
        var tag = Pattern.compile("\"tag\":\"(5\\.10\\.\\d+)-tiny\"").matcher(document);
        assertThat(tag.find()).as(document).isTrue();
        release = tag.group(1);
    }

    @Test
    void publishesTwoArchitecturesUnderEachName() throws Exception {
        for (var name : List.of("firecracker-kernel-bin", "firecracker-kernel", "flintlock-kernel")) {
            assertThat(raw(name))
                    .contains("application/vnd.oci.image.index.v1+json")
                    .contains("\"architecture\":\"amd64\"")
                    .contains("\"architecture\":\"arm64\"");
        }
    }

    @Test
    void packsAKernelForTwoVmmsOnce() throws Exception {
        assertThat(raw("cloudhypervisor-kernel-bin")).isEqualTo(raw("firecracker-kernel-bin"));
        assertThat(raw("flintlock-kernel")).isEqualTo(raw("firecracker-kernel"));
    }

    @Test
    void hasNoModulesImageForAKernelWithoutModules() throws Exception {
        assertThat(Files.readString(layout.resolve("index.json"))).doesNotContain("kernel-modules");
    }

    @ParameterizedTest
    @EnumSource
    void holdsABootFileOnEveryPathInTheWild(Architecture architecture) throws Exception {
        var root = unpacked("firecracker-kernel-bin", architecture).resolve("rootfs");
        var kernel = root.resolve("boot/vmlinux");
        assertThat(kernel).isRegularFile();
        for (var path : List.of("boot/image", "boot/vmlinux.bin", "bin/vmlinux", "bin/image", "bin/vmlinux.bin")) {
            assertThat(Files.readSymbolicLink(root.resolve(path)).isAbsolute()).isFalse();
            assertThat(root.resolve(path).toRealPath()).isEqualTo(kernel.toRealPath());
        }
        assertThat(root.resolve("boot/config-" + release)).content().contains("CONFIG_VIRTIO_BLK=y");
        assertThat(root.resolve("lib/modules").resolve(release)).isEmptyDirectory();
    }

    @Test
    void bootsThroughPvhOnX86() throws Exception {
        var kernel = unpacked("firecracker-kernel", Architecture.X86_64).resolve("rootfs/boot/vmlinux");
        var header = Tool.run(folder, "readelf", "-hn", kernel.toString()).mustSucceed();
        assertThat(header).contains("ELF64").contains("X86-64").contains("Xen");
        var sections =
                Tool.run(folder, "readelf", "-S", "-W", kernel.toString()).mustSucceed();
        assertThat(sections).doesNotContain(".symtab").doesNotContain(".debug_info");
    }

    @Test
    void isAPlainImageOnArm() throws Exception {
        var kernel = unpacked("firecracker-kernel", Architecture.ARM64).resolve("rootfs/boot/vmlinux");
        try (var in = Files.newInputStream(kernel)) {
            var header = in.readNBytes(64);
            assertThat(new String(header, 0x38, 4, StandardCharsets.ISO_8859_1)).isEqualTo("ARM\u0064");
            assertThat(new String(header, 0, 2, StandardCharsets.ISO_8859_1)).isEqualTo("MZ");
        }
    }

    @Test
    void givesTheSameDigestsInAnotherFolder() throws Exception {
        var other = folder.resolve("other");
        build(other, Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8", "USER", "somebody"));
        assertThat(other.resolve("index.json")).hasSameTextualContentAs(layout.resolve("index.json"));
    }

    @Test
    void startsNoCompilerAndNoSandboxWhereNothingIsToBeDone(@TempDir Path programs) throws Exception {
        var called = programs.resolve("called");
        for (var name : List.of("bwrap", "make", "gcc", "x86_64-linux-gnu-gcc", "aarch64-linux-gnu-gcc")) {
            var program = Files.writeString(programs.resolve(name), "#!/bin/sh\necho $0 >> " + called + "\nexit 1\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        build(layout, Map.of("PATH", programs + ":" + System.getenv("PATH")));
        assertThat(called).doesNotExist();
    }

    @Test
    void planSaysWhyAKernelIsNotThere() throws Exception {
        Files.writeString(folder.resolve("more.config"), "CONFIG_TASKSTATS=y  # a test\n");
        var catalogue = Gristmill.catalogue(folder, """
                kernels: [{series: "5.10", profiles: [tiny]}]
                profiles: {tiny: {extends: tiny, fragments: [./more.config]}}
                """);
        var options = List.of("--catalogue", catalogue.toString(), "--arch", "arm64");
        Gristmill.run(Stream.concat(Stream.of("config", "check"), options.stream())
                        .toArray(String[]::new))
                .mustSucceed();
        assertThat(Gristmill.run(Stream.concat(Stream.of("plan"), options.stream())
                                .toArray(String[]::new))
                        .mustSucceed())
                .contains("to compile", "resolved configuration changed: CONFIG_TASKSTATS n -> y");
    }

    /** Compiles once more, in another store and for another user's files. */
    @Test
    void isReproducedFromItsRecord() throws Exception {
        var reproduced = Tool.run(
                        Gristmill.CHECKOUT,
                        "sh",
                        "-c",
                        "umask 077; exec ./gristmill \"$@\"",
                        "sh",
                        "reproduce",
                        "firecracker-kernel-bin:" + release + "-tiny",
                        "--layout",
                        layout.toString(),
                        "--arch",
                        "x86_64",
                        "--json")
                .mustSucceed();
        var name = ":firecracker-kernel-bin:" + release + "-tiny";
        assertThat(reproduced)
                .contains("\"reproduced\":true", "\"rebuilt\":\"" + manifest(layout, name, "amd64") + "\"");
    }

    private static String build(Path output, Map<String, String> variables) throws IOException, InterruptedException {
        return Gristmill.run(
                        variables,
                        "build",
                        "--kernel",
                        "5.10",
                        "--profile",
                        "tiny",
                        "--json",
                        "--output",
                        output.toString())
                .mustSucceed();
    }

    private static String raw(String name) throws Exception {
        return Tool.run(folder, "skopeo", "inspect", "--raw", "oci:" + layout + ":" + name + ":" + release + "-tiny")
                .mustSucceed();
    }

    /** What an unpacking runtime on that architecture gets. */
    private static Path unpacked(String name, Architecture architecture) throws Exception {
        var work = Files.createTempDirectory(folder, "unpacked");
        Tool.run(
                        work,
                        "skopeo",
                        "copy",
                        "--override-os=linux",
                        "--override-arch=" + architecture.ociName(),
                        "oci:" + layout + ":" + name + ":" + release + "-tiny",
                        "oci:" + work.resolve("one") + ":one")
                .mustSucceed();
        Tool.run(
                        work,
                        "umoci",
                        "unpack",
                        "--image",
                        work.resolve("one") + ":one",
                        work.resolve("bundle").toString())
                .mustSucceed();
        return work.resolve("bundle");
    }

    /** The digest of the image for that architecture: the index around it differs with what else was built. */
    private static String manifest(Path layout, String name, String architecture) throws Exception {
        var index = Tool.run(folder, "skopeo", "inspect", "--raw", "oci:" + layout + name)
                .mustSucceed();
        var entry = Pattern.compile(
                        "\"digest\":\"(sha256:[0-9a-f]{64})\",\"size\":\\d+,\"platform\":\\{\"architecture\":\""
                                + architecture)
                .matcher(index);
        assertThat(entry.find()).as(index).isTrue();
        return entry.group(1);
    }
}
