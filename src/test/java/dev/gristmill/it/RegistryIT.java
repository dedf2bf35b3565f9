package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushing to Debian's registry, and what those who pull from it make of the images. */
class RegistryIT {
    private static final String RELEASE = "5.10.262";
    private static final Reference BIN = new Reference("firecracker-kernel-bin", RELEASE);
    private static final Reference MODULES = new Reference("firecracker-kernel-modules", RELEASE);
    private static final Reference BASE = new Reference("flintlock-kernel", RELEASE);

    @TempDir
    private Path folder;

    private Path store;
    private Path layout;
    private List<PublishedIndex> published;

    @BeforeEach
    void pack() throws Exception {
        pack(Compression.GZIP);
    }

    private void pack(Compression compression) throws Exception {
        store = folder.resolve("store");
        layout = folder.resolve("images");
        try (var opened = new Store(store)) {
            var packer = new ImagePacker(opened, Progress.none(), compression);
            var packed = new ArrayList<PackedKernel>();
            for (var architecture : Architecture.values()) {
                packed.add(packer.pack(Kernels.spec(kernel(architecture), "microvm")));
            }
            published = OciLayout.at(layout, opened).put(new ImageNames("microvm").of(packed));
        }
    }

    @Test
    void skopeoReadsWhatWasPushedAndPushingAgainSendsNothing() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            push(registry.host() + "/acme", Map.of()).mustSucceed();
            for (var one : published) {
                var raw = run(
                        "skopeo",
                        "inspect",
                        "--tls-verify=false",
                        "--raw",
                        "docker://" + at(registry, one.reference()));
                assertThat(Digest.of(raw)).isEqualTo(one.descriptor().digest());
            }
            int before = registry.requests().size();
            var again = push(registry.host() + "/acme", Map.of()).mustSucceed();
            assertThat(again)
                    .contains("\"uploaded\":0", "\"state\":\"unchanged\"")
                    .doesNotContain("\"state\":\"pushed\"");
            assertThat(registry.requests().size() - before).isBetween(1, 10 * published.size());
        }
    }

    @Test
    void pullsIntoALayoutThatSkopeoReads() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            push(registry.host() + "/acme", Map.of()).mustSucceed();
            Gristmill.run(
                            "--store",
                            folder.resolve("other-store").toString(),
                            "pull",
                            "--layout",
                            folder.resolve("pulled").toString(),
                            at(registry, BIN),
                            at(registry, MODULES))
                    .mustSucceed();
            for (var reference : List.of(BIN, MODULES)) {
                run(
                        "skopeo",
                        "copy",
                        "--all",
                        "--preserve-digests",
                        "oci:pulled:" + reference,
                        "dir:" + reference.name());
                assertThat(Digest.of(folder.resolve(reference.name() + "/manifest.json")))
                        .isEqualTo(index(reference).descriptor().digest());
            }
        }
    }

    @Test
    void pushesOverTlsWithThePasswordThatDockerKeeps() throws Exception {
        try (var registry = DebianRegistry.withPassword(Files.createDirectory(folder.resolve("registry")))) {
            var address = registry.host() + "/acme";
            var config = Files.createDirectory(folder.resolve("docker"));
            var auth = Base64.getEncoder().encodeToString("me:hunter2".getBytes(StandardCharsets.UTF_8));
            Files.writeString(
                    config.resolve("config.json"),
                    "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));
            var loggedIn = Map.of("DOCKER_CONFIG", config.toString());
            var trusting = new String[] {"--ca-file", registry.authority().toString()};

            assertThat(push(address, loggedIn).errors()).contains("--ca-file");
            var strangers = push(address, Map.of("DOCKER_CONFIG", folder.toString()), trusting);
            assertThat(strangers.status()).isEqualTo(1);
            assertThat(strangers.errors()).contains("HTTP status 401", "docker login " + registry.host());
            var wrong = push(address, Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "wrong-secret"), trusting);
            assertThat(wrong.errors()).contains("HTTP status 401").doesNotContain("wrong-secret");

            push(address, loggedIn, trusting).mustSucceed();
            var raw = run(
                    "skopeo",
                    "inspect",
                    "--raw",
                    "--creds",
                    "me:hunter2",
                    "--cert-dir",
                    certificates(registry).toString(),
                    "docker://" + at(registry, BIN));
            assertThat(Digest.of(raw)).isEqualTo(index(BIN).descriptor().digest());
        }
    }

    @Test
    void pushesWithTokens() throws Exception {
        try (var registry = DebianRegistry.withTokens(Files.createDirectory(folder.resolve("registry")))) {
            var address = registry.host() + "/acme";
            var report = push(address, Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "hunter2"))
                    .mustSucceed();
            assertThat(report).contains("\"state\":\"pushed\"");
            var wrong = push(address, Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "wrong-secret"));
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.errors())
                    .contains("cannot get a token for " + address)
                    .doesNotContain("wrong-secret");
        }
    }

    @Test
    void goesOnWhereAProxyBrokeTheConnection() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
                var proxy = new CuttingProxy(registry.port(), 3_000_000, 2)) {
            var noise = new byte[10_000_000];
            new java.util.Random(1).nextBytes(noise);
            addModule(noise);
            var report = push("127.0.0.1:" + proxy.port() + "/acme", Map.of(), "firecracker-kernel-modules:" + RELEASE)
                    .mustSucceed();
            assertThat(report).contains("\"state\":\"pushed\"");
            assertThat(proxy.cuts()).isEqualTo(2);
            assertThat(registry.requests()).anyMatch(line -> line.startsWith("PATCH "));
            var raw = run("skopeo", "inspect", "--tls-verify=false", "--raw", "docker://" + at(registry, MODULES));
            assertThat(Digest.of(raw)).isEqualTo(index(MODULES).descriptor().digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void containerdUnpacksThemAsFlintlockHasItDo(Architecture architecture) throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
                var containerd = Containerd.start(folder.resolve("containerd"))) {
            push(registry.host() + "/acme", Map.of()).mustSucceed();
            var platform = "linux/" + architecture.ociName();
            var bin = containerd.snapshot(at(registry, BIN), platform);
            for (var name : List.of("boot/vmlinux", "boot/image", "boot/vmlinux.bin", "bin/vmlinux", "bin/image")) {
                assertThat(Digest.of(bin.resolve(name)).hex()).isEqualTo(bootFileHash(architecture));
            }
            var modules = containerd.snapshot(at(registry, MODULES), platform);
            assertThat(modprobe(modules, "xfs")).contains("/lib/modules/" + RELEASE + "/kernel/fs/xfs/xfs.ko");
            assertThat(modprobe(mountedAtReleaseFolder(modules), "xfs")).contains("/kernel/fs/xfs/xfs.ko");
        }
    }

    @ParameterizedTest
    @EnumSource
    void umociUnpacksThemAndIgniteWouldFindWhatItExtracts(Architecture architecture) throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            push(registry.host() + "/acme", Map.of()).mustSucceed();
            run(
                    "skopeo",
                    "copy",
                    "--override-os",
                    "linux",
                    "--override-arch",
                    architecture.ociName(),
                    "--src-tls-verify=false",
                    "docker://" + at(registry, BASE),
                    "oci:chosen:base");
            run("umoci", "raw", "unpack", "--rootless", "--image", "chosen:base", "unpacked");
            var ignite = Files.createDirectory(folder.resolve("ignite"));
            run("sh", "-c", "tar -C unpacked -c . | tar -x -C ignite ./boot ./lib/modules");
            assertThat(Digest.of(ignite.resolve("boot/vmlinux")).hex()).isEqualTo(bootFileHash(architecture));
            assertThat(modprobe(ignite, "xfs")).contains("/lib/modules/" + RELEASE + "/kernel/fs/xfs/xfs.ko");
        }
    }

    @Test
    void containerdUnpacksZstdToo() throws Exception {
        pack(Compression.ZSTD);
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
                var containerd = Containerd.start(folder.resolve("containerd"))) {
            push(registry.host() + "/acme", Map.of()).mustSucceed();
            for (var architecture : Architecture.values()) {
                var bin = containerd.snapshot(at(registry, BIN), "linux/" + architecture.ociName());
                assertThat(Digest.of(bin.resolve("boot/vmlinux")).hex()).isEqualTo(bootFileHash(architecture));
            }
            var copy = "oci:" + folder.resolve("copy") + ":bin";
            var source = "docker://" + at(registry, BIN);
            run("skopeo", "copy", "--override-arch", "arm64", "--src-tls-verify=false", source, copy);
            assertThat(run("skopeo", "inspect", "--raw", copy)).contains("application/vnd.oci.image.layer.v1.tar+zstd");
        }
    }

    @Test
    void makePushesAsTheOriginalDid() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            var variables = new java.util.TreeMap<>(System.getenv());
            variables.putAll(Map.of(
                    "REGISTRY",
                    registry.host() + "/foobar",
                    "FC_KERNEL_VERSIONS",
                    RELEASE + " 5.10",
                    "CH_KERNEL_VERSIONS",
                    RELEASE,
                    "GRISTMILL_STORE",
                    store.toString()));
            Tool.run(Gristmill.CHECKOUT, variables, "make", "push-fc", "IMAGES=" + layout)
                    .mustSucceed();
            var raw = run(
                    "skopeo",
                    "inspect",
                    "--tls-verify=false",
                    "--raw",
                    "docker://" + registry.host() + "/foobar/" + BASE);
            assertThat(Digest.of(raw)).isEqualTo(index(BASE).descriptor().digest());
            assertThat(registry.requests()).noneMatch(line -> line.contains("/cloudhypervisor-kernel"));
            Tool.run(Gristmill.CHECKOUT, variables, "make", "push-ch", "IMAGES=" + layout)
                    .mustSucceed();
            assertThat(registry.requests())
                    .anyMatch(line -> line.contains("/cloudhypervisor-kernel-bin/manifests/5.10"));
        }
    }

    private BuiltKernel kernel(Architecture architecture) throws Exception {
        var plain = Kernels.plain(folder.resolve("kernel"), RELEASE, architecture);
        var root = folder.resolve("modules-" + architecture);
        var modules = root.resolve("lib/modules").resolve(RELEASE);
        Files.createDirectories(modules.resolve("kernel/fs/xfs"));
        var source =
                "const char info[] __attribute__((section(\".modinfo\"), used)) = \"name=xfs\\0vermagic=5.10.262 SMP \\0depends=\";";
        Files.writeString(folder.resolve("module.c"), source);
        run(
                "gcc",
                "-c",
                "module.c",
                "-o",
                modules.resolve("kernel/fs/xfs/xfs.ko").toString());
        Files.writeString(modules.resolve("modules.order"), "kernel/fs/xfs/xfs.ko\n");
        Files.writeString(modules.resolve("modules.builtin"), "");
        run("depmod", "-b", root.toString(), RELEASE);
        return new BuiltKernel(
                plain.buildKey(),
                architecture,
                plain.release(),
                RELEASE,
                plain.bootFile(),
                plain.config(),
                Optional.of(modules),
                plain.date());
    }

    /** Packs the kernels once more, with a module that does not compress. */
    private void addModule(byte[] content) throws Exception {
        for (var architecture : Architecture.values()) {
            var modules =
                    folder.resolve("modules-" + architecture + "/lib/modules").resolve(RELEASE);
            Files.write(modules.resolve("noise"), content);
        }
        try (var opened = new Store(folder.resolve("store-with-noise"))) {
            var packer = new ImagePacker(opened, Progress.none());
            var packed = new ArrayList<PackedKernel>();
            for (var architecture : Architecture.values()) {
                var plain = Kernels.plain(folder.resolve("kernel"), RELEASE, architecture);
                var modules = folder.resolve("modules-" + architecture + "/lib/modules")
                        .resolve(RELEASE);
                packed.add(packer.pack(Kernels.spec(
                        new BuiltKernel(
                                plain.buildKey(),
                                architecture,
                                plain.release(),
                                RELEASE,
                                plain.bootFile(),
                                plain.config(),
                                Optional.of(modules),
                                plain.date()),
                        "microvm")));
            }
            published = OciLayout.at(layout, opened).put(new ImageNames("microvm").of(packed));
        }
    }

    private Tool.Run push(String registry, Map<String, String> variables, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(
                "--json", "--store", store.toString(), "push", "--registry", registry, "--layout", layout.toString()));
        arguments.addAll(List.of(more));
        return Gristmill.run(variables, arguments.toArray(String[]::new));
    }

    private static String at(DebianRegistry registry, Reference reference) {
        return registry.host() + "/acme/" + reference;
    }

    private PublishedIndex index(Reference reference) {
        return published.stream()
                .filter(one -> one.reference().equals(reference))
                .findFirst()
                .orElseThrow();
    }

    private String bootFileHash(Architecture architecture) {
        return index(BIN).index().images().stream()
                .filter(image -> image.architecture() == architecture)
                .map(PackedImage::annotations)
                .map(annotations -> annotations.get("dev.gristmill.kernel.sha256"))
                .map(hash -> hash.substring(hash.indexOf(':') + 1))
                .findFirst()
                .orElseThrow();
    }

    /** What a guest sees that mounts the image where Flintlock mounts it. */
    private Path mountedAtReleaseFolder(Path image) throws Exception {
        var guest = Files.createDirectories(folder.resolve("guest/lib/modules"));
        run("cp", "-a", image.toString(), guest.resolve(RELEASE).toString());
        return folder.resolve("guest");
    }

    private String modprobe(Path root, String module) throws Exception {
        return run("modprobe", "-d", root.toString(), "-S", RELEASE, "--show-depends", module);
    }

    private Path certificates(DebianRegistry registry) throws Exception {
        var certificates = Files.createDirectory(folder.resolve("certificates"));
        Files.copy(registry.authority(), certificates.resolve("ca.crt"));
        return certificates;
    }

    private String run(String... argv) throws Exception {
        var environment = new java.util.TreeMap<>(System.getenv());
        environment.put("HOME", folder.toString());
        return Tool.run(folder, environment, argv).mustSucceed();
    }
}
