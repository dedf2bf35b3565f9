package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.boot.GuestInit;
import dev.gristmill.builder.BuilderCreation;
import dev.gristmill.builder.BuilderPull;
import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.JsonObject;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import dev.gristmill.toolchain.SandboxCheck;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A builder made of this machine's archives, and a make-believe kernel compiled in it. */
@Timeout(300)
class BuilderIT {
    private static final Architecture HERE = Architecture.ofThisMachine().orElseThrow();

    private static final String NAME = "kernel-builder:bookworm";

    private static final String MAKEFILE = """
            vmlinux Image:
            \t@mkdir -p $(O)/include/config $(O)/arch/arm64/boot
            \t@echo 5.10.1 > $(O)/include/config/kernel.release
            \t@echo '  CC      init/main.o'
            \t@$(HOOK)
            \t@$(CROSS_COMPILE)gcc -ffreestanding -nostdlib -static -Wl,--build-id=none $(KCFLAGS) \\
            \t    -o $(O)/vmlinux $(CURDIR)/main.c
            \t@$(CROSS_COMPILE)objcopy -O binary $(O)/vmlinux $(O)/arch/arm64/boot/Image
            """;

    @TempDir
    static Path shared;

    private static Store store;
    private static Path catalogue;

    @TempDir
    Path folder;

    private String hook = "true";

    @BeforeAll
    static void createBuilder() throws Exception {
        store = new Store(shared.resolve("store"));
        catalogue =
                Files.writeString(shared.resolve("gristmill.yaml"), "builder: local\nkernels: [{series: \"5.10\"}]\n");
        gristmill("builder", "create", "--host", HERE.id(), "--output", layout().toString())
                .mustSucceed();
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
        Folders.delete(shared.resolve("store")); // with links to places that only a builder has
    }

    @BeforeEach
    void openToOthers() throws IOException {
        // An ordinary user has to reach what is in a temporary folder of root.
        for (var path : List.of(shared, folder)) {
            assertThat(path.toFile().setExecutable(true, false)).isTrue();
            assertThat(path.toFile().setReadable(true, false)).isTrue();
        }
    }

    @Test
    void pinsEveryPackageAndTagsTheImage() throws Exception {
        assertThat(catalogue.resolveSibling("gristmill.lock"))
                .content()
                .contains("suite: bookworm\n", "host: " + HERE, "layer: " + layer().hex())
                .containsPattern("\n      make [0-9.-]+ \\w+ [0-9a-f]{64}\n");
        var image = Tool.run(shared, "skopeo", "inspect", "--raw", "oci:" + layout() + ":" + NAME);
        assertThat(image.mustSucceed()).contains("\"architecture\":\"" + HERE.ociName() + "\"");
    }

    @Test
    void comesOutTheSameFromTheLockAlone() throws Exception {
        var pin =
                CatalogueReader.read(catalogue).lock().builder("bookworm", HERE).orElseThrow();
        try (var other = new Store(folder.resolve("other"))) {
            new BuilderCreation(other, Progress.none()).unpack(pin);
            assertThat(new BuilderRoots(other).has(layer())).isTrue();
            Folders.delete(other.builders());
        }
    }

    @Test
    void isMadeAndPinnedByTheFirstFetch() throws Exception {
        var tree = Files.createDirectories(folder.resolve("linux"));
        Files.writeString(tree.resolve("Makefile"), "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\nEXTRAVERSION =\n");
        var fresh = folder.resolve("gristmill.yaml");
        Files.writeString(fresh, "builder: local\nsource: {path: linux}\nkernels: [{series: \"5.10\"}]\n");
        try (var other = new Store(folder.resolve("other"))) {
            var fetch = new String[] {
                "--catalogue", fresh.toString(), "--store", other.root().toString(), "fetch"
            };
            assertThat(Gristmill.run(fetch).mustSucceed()).isNotEmpty();
            assertThat(new BuilderRoots(other).has(layer())).isTrue();
            assertThat(fresh.resolveSibling("gristmill.lock")).content().contains("layer: " + layer().hex());
            var again = Gristmill.run(fetch);
            assertThat(again.mustSucceed()).isNotEmpty();
            assertThat(again.errors()).doesNotContain("the lock pins the builder");
            Folders.delete(other.builders());
        }
    }

    @Test
    void compilesTheGuestOfBootsToo() throws Exception {
        for (var target : Architecture.values()) {
            var latest = new BuilderRoots(store).latest(target).orElseThrow();
            assertThat(latest.identity()).isEqualTo(layer());
            var machine = target == Architecture.X86_64 ? "X86-64" : "AArch64";
            var header = Tool.run(
                    folder,
                    "readelf",
                    "--file-header",
                    new GuestInit(store).by(latest).toString());
            assertThat(header.mustSucceed()).contains(machine, "EXEC");
        }
    }

    @Test
    void leavesNothingOfThisMachineInIt() throws IOException {
        var root = root();
        assertThat(root.resolve("etc/hostname")).doesNotExist();
        assertThat(root.resolve("etc/apt")).doesNotExist();
        assertThat(root.resolve("var")).doesNotExist();
        try (var top = Files.list(root)) {
            assertThat(top.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("bin", "etc", "lib", "lib64", "sbin", "usr");
        }
    }

    @Test
    void hasWhatCompilesNeed() throws Exception {
        for (var command : List.of(
                "awk 'BEGIN { print 1 }'",
                "flex --version",
                "bison --version",
                "echo 1+1 | bc",
                "perl -e 'use strict; use File::Basename; print 1'",
                "python3 -c 'import json'",
                "pahole --version",
                "depmod --version",
                "openssl version",
                "echo '#include <libelf.h>\n#include <openssl/ssl.h>\n#include <ncurses.h>\nint main(void) { return 0; }'"
                        + " > /tmp/a.c && gcc -o /tmp/a /tmp/a.c -lelf -lcrypto -lncurses && /tmp/a",
                "x86_64-linux-gnu-gcc --version",
                "aarch64-linux-gnu-gcc --version",
                "for one in cpio rsync xz zstd lz4 ccache distcc kmod patch; do command -v $one || exit 1; done")) {
            hook = command.replace("$", "$$").replace("\n", "\\n").replace("#", "\\#");
            assertThat(build(HERE).bootFile()).exists();
            hook = "true";
        }
    }

    @Test
    void compilesForBothArchitecturesWithoutNamesOfThisMachine() throws Exception {
        for (var target : Architecture.values()) {
            var kernel = build(target);
            assertThat(kernel.bootFile())
                    .content(StandardCharsets.ISO_8859_1)
                    .contains("main.c")
                    .doesNotContain(folder.toString());
        }
    }

    @Test
    void letsAHostileMakefileReachNothing() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "secret");
        var entry = new BuilderRoots(store).entry(layer());
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (var attempt : List.of(
                    "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort(),
                    "cat " + secret,
                    "ls " + store.root(),
                    "ls /root /home",
                    "cat /etc/shadow /etc/hostname",
                    "touch /source/evil",
                    "touch /usr/bin/evil",
                    "touch /evil",
                    "touch " + entry.resolve("root/usr/bin/evil"),
                    "mount -t tmpfs none /usr",
                    "kill -0 " + ProcessHandle.current().pid(),
                    "env | grep -q '^JAVA_HOME\\|^USER='")) {
                hook = "if bash -c \"" + attempt.replace("$", "$$") + "\" >$(O)/said 2>&1; then"
                        + " echo 'reached'; exit 1; fi";
                assertThat(build(HERE).bootFile()).as(attempt).exists();
            }
        }
        assertThat(entry.resolve("root/usr/bin/evil")).doesNotExist();
    }

    @Test
    void followsNoLinkThatAMakefileLeaves() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "secret");
        var request = request(Architecture.ARM64);
        Files.writeString(
                request.source().root().resolve("Makefile"),
                MAKEFILE + "\t@ln -sf " + secret + " $(O)/arch/arm64/boot/Image\n");
        assertThatThrownBy(() -> new KernelBuilder(store, Progress.none()).build(request, Jobs.own(1)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("make left a link");
    }

    @Test
    void stopsWhatRunsInsideWhenInterrupted() throws Exception {
        hook = "echo begun; sleep 1000";
        var request = request(HERE);
        var builder = new KernelBuilder(store, Progress.none());
        var thread = Thread.ofPlatform().start(() -> {
            assertThatThrownBy(() -> builder.build(request, Jobs.own(1))).isInstanceOf(InterruptedException.class);
        });
        while (!Files.exists(builder.log(request))
                || !Files.readString(builder.log(request)).contains("\nbegun")) {
            assertThat(thread.isAlive()).isTrue();
            Thread.sleep(20);
        }
        thread.interrupt();
        thread.join();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(store.root().toString()))
                        .filter(process -> process.info().command().orElse("").endsWith("bwrap")))
                .isEmpty();
    }

    @Test
    void runsForAnOrdinaryUser() throws Exception {
        var toolchain = toolchain(HERE);
        SandboxCheck.require(toolchain);
        var root = toolchain.root().orElseThrow();
        var run = Tool.run(
                Path.of("/"),
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "bwrap",
                "--unshare-all",
                "--ro-bind",
                root.resolve("usr").toString(),
                "/usr",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "/usr/bin/make",
                "--version");
        assertThat(run.mustSucceed()).startsWith("GNU Make");
    }

    @Test
    void saysInPlanWhichBuilderItIs() throws Exception {
        var plan = gristmill("plan", "--json").mustSucceed();
        assertThat(plan).contains("\"builder\":\"local bookworm\"", layer().abbreviated());
        assertThat(gristmill("doctor").output()).contains("local bookworm");
    }

    @Test
    void comesFromARegistryByItsDigestAlone() throws Exception {
        try (var registry = DebianRegistry.plain(folder);
                var other = new Store(folder.resolve("other"))) {
            var pushed =
                    gristmill("push", "--json", "--registry", registry.host(), "--layout", layout().toString(), NAME);
            var digest = Digest.parse(JsonObject.parse(pushed.mustSucceed().getBytes(StandardCharsets.UTF_8))
                    .objects("images")
                    .getFirst()
                    .string("digest"));
            var image = new BuilderChoice.Image(registry.host() + "/kernel-builder", digest, Set.of());
            assertThat(BuilderPull.known(digest, other)).isEmpty();
            assertThat(new BuilderPull(other, Progress.none()).run(image)).isEqualTo(layer());
            assertThat(BuilderPull.known(digest, other)).contains(layer());
            assertThat(new BuilderRoots(other).find(layer(), HERE).orElseThrow().identity())
                    .isEqualTo(toolchain(HERE).identity());
            var another = new BuilderChoice.Image(image.name(), Digest.of("another"), Set.of());
            assertThatThrownBy(() -> new BuilderPull(other, Progress.none()).run(another))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("does not have this builder");
            Folders.delete(other.builders());
        }
    }

    @Test
    void isSignedAndVerifiedLikeAnyImage() throws Exception {
        var passphrase = Map.of("GRISTMILL_KEY_PASSWORD", "not a secret");
        var key = folder.resolve("key");
        Gristmill.run(passphrase, "keygen", "--output-key-prefix", key.toString())
                .mustSucceed();
        try (var registry = DebianRegistry.plain(folder)) {
            var image = registry.host() + "/" + NAME;
            Gristmill.run(
                            passphrase,
                            "push",
                            "--registry",
                            registry.host(),
                            "--layout",
                            layout().toString(),
                            "--key",
                            key + ".key",
                            NAME)
                    .mustSucceed();
            assertThat(Gristmill.run("verify", "--key", key + ".pub", image).mustSucceed())
                    .contains("signature   by this key", "layer       complete", "a builder has none")
                    .doesNotContain("✗");
            var another = folder.resolve("another");
            Gristmill.run(passphrase, "keygen", "--output-key-prefix", another.toString())
                    .mustSucceed();
            assertThat(Gristmill.run("verify", "--key", another + ".pub", image).status())
                    .isEqualTo(1);
        }
    }

    private BuiltKernel build(Architecture target) throws IOException, InterruptedException {
        return new KernelBuilder(store, Progress.none()).build(request(target), Jobs.own(1));
    }

    /** Of a tree that is new each time, so that each is compiled. */
    private KernelRequest request(Architecture target) throws IOException {
        var tree = Files.createTempDirectory(folder, "tree");
        Files.writeString(tree.resolve("Makefile"), "HOOK = " + hook + "\n" + MAKEFILE);
        Files.writeString(tree.resolve("main.c"), "const char *file = __FILE__; void _start(void) { for (;;); }\n");
        var config = Files.writeString(tree.resolve("config"), "CONFIG_64BIT=y\n");
        var source = new SourceTree(
                tree,
                Release.parse("5.10.1").orElseThrow(),
                Digest.of(hook + tree),
                Instant.parse("2026-01-03T04:05:06Z"),
                "test");
        return KernelRequest.of(source, config, Digest.of(config), toolchain(target), "tiny");
    }

    private static Toolchain toolchain(Architecture target) throws IOException {
        return new BuilderRoots(store).find(layer(), target).orElseThrow();
    }

    private static Digest layer() throws IOException {
        try (var entries = Files.list(store.builders())) {
            return new Digest(entries.findFirst().orElseThrow().getFileName().toString());
        }
    }

    private static Path root() throws IOException {
        return toolchain(HERE).root().orElseThrow();
    }

    private static Path layout() {
        return shared.resolve("images");
    }

    private static Tool.Run gristmill(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(
                "--catalogue", catalogue.toString(), "--store", store.root().toString()));
        all.addAll(List.of(arguments));
        return Gristmill.run(new TreeMap<>(), all.toArray(String[]::new));
    }
}
