package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.elf.LoadedMemory;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.ToolchainFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a make-believe kernel, whose tree has the targets and the output of a real one, with the real compiler. */
@Timeout(120)
class KernelIT {
    private static final String MAKEFILE = """
            CC = $(CROSS_COMPILE)gcc
            FLAGS = -ffreestanding -nostdlib -static -Wl,--build-id=none $(KCFLAGS)
            out = @mkdir -p $(O)/include/config $(O)/arch/arm64/boot

            vmlinux: release
            \t@echo '  LD      vmlinux'
            \t@$(CC) $(FLAGS) -g -DSTAMP='"$(KBUILD_BUILD_TIMESTAMP)"' -o $(O)/vmlinux $(CURDIR)/init/main.c
            \t@$(CROSS_COMPILE)nm $(O)/vmlinux > $(O)/System.map
            Image: vmlinux
            \t@$(CROSS_COMPILE)objcopy -O binary $(O)/vmlinux $(O)/arch/arm64/boot/Image
            release:
            \t$(out)
            \t@echo '  CC      init/main.o'
            \t@echo $(RELEASE) > $(O)/include/config/kernel.release
            \t@$(CONFIGURE)
            \t@$(HOOK)
            modules: vmlinux
            \t@echo '  CC [M]  net/stp.o'
            \t@mkdir -p $(O)/net
            \t@$(CC) $(KCFLAGS) -ffreestanding -g -DSTAMP='""' -c -o $(O)/net/stp.ko $(CURDIR)/init/main.c
            modules_install:
            \t@mkdir -p $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)/kernel
            \t@cp $(O)/net/stp.ko $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)/kernel/stp.ko
            \t@ln -s $(CURDIR) $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)/source
            \t@ln -s $(O) $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)/build
            \t@$(DEPMOD) $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)/modules.dep
            """;
    private static final String MAIN = """
            const char stamp[] = STAMP;
            const char *file = __FILE__;
            void _start(void) { for (;;); }
            """;

    @TempDir
    Path folder;

    private final Map<String, String> variables = new TreeMap<>();
    private Store store;
    private Path tree;
    private Path config;

    @BeforeEach
    void setUp() throws IOException {
        store = new Store(folder.resolve("store"));
        tree = folder.resolve("tree");
        config = Files.writeString(folder.resolve("config"), "CONFIG_MODULES=y\nCONFIG_STP=m\n");
        variables.putAll(Map.of("RELEASE", "5.10.1", "CONFIGURE", "true", "HOOK", "true", "DEPMOD", "touch"));
        writeTree(MAIN);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void compilesForBothArchitectures() throws Exception {
        for (var architecture : Architecture.values()) {
            var kernel = build(architecture);
            assertThat(latin1(kernel.bootFile())).contains("Sat Jan  3 04:05:06 UTC 2026");
            assertThat(latin1(kernel.bootFile()).startsWith("\177ELF")).isEqualTo(architecture == Architecture.X86_64);
            assertThat(kernel.kernelRelease()).isEqualTo("5.10.1");
            assertThat(kernel.config()).hasSameTextualContentAs(config);
            var modules = kernel.modules().orElseThrow();
            assertThat(modules.resolve("kernel/stp.ko")).exists();
            assertThat(modules.resolve("build")).doesNotExist();
            assertThat(modules.resolve("source")).doesNotExist();
            assertNothingUnfinished();
        }
    }

    @Test
    void stripsTheBootFileOfX86() throws Exception {
        var bytes = latin1(build(Architecture.X86_64).bootFile());
        assertThat(bytes).contains("Sat Jan  3 04:05:06 UTC 2026").doesNotContain(".debug_info", ".symtab");
    }

    @Test
    void keepsSymbolsOnlyWhereTheyAreAskedFor() throws Exception {
        config = Files.writeString(config, "CONFIG_MODULES=y\nCONFIG_STP=m\nCONFIG_DEBUG_INFO=y\n");
        var kernel = build(Architecture.X86_64);
        assertThat(store.symbols()).doesNotExist();
        var symbols = symbols(Architecture.X86_64);
        assertThat(build(Architecture.X86_64)).isEqualTo(kernel);
        assertThat(latin1(symbols.vmlinux())).contains(".debug_info", ".symtab");
        assertThat(symbols.systemMap()).content().contains("T _start");
        var module = symbols.modules().orElseThrow().resolve("kernel/net/stp.ko.debug");
        assertThat(latin1(module)).contains(".debug_info");
        assertThat(LoadedMemory.of(kernel.bootFile())).isEqualTo(LoadedMemory.of(symbols.vmlinux()));
        Files.delete(tree.resolve("Makefile"));
        assertThat(symbols(Architecture.X86_64)).isEqualTo(symbols);
    }

    @Test
    void compilesOnceForKernelAndSymbols() throws Exception {
        symbols(Architecture.ARM64);
        Files.delete(tree.resolve("Makefile"));
        assertThat(build(Architecture.ARM64).bootFile()).exists();
        assertNothingUnfinished();
    }

    @Test
    void refusesSymbolsOfAnotherKernel() throws Exception {
        build(Architecture.X86_64);
        writeTree(MAIN + "int changed_without_a_new_identity = 1;\n");
        var failure = catchThrowableOfType(StepException.class, () -> symbols(Architecture.X86_64));
        assertThat(failure).hasMessageContaining("gave another kernel");
        assertThat(store.symbols()).doesNotExist();
    }

    @Test
    void doesNotCompileAgain() throws Exception {
        var first = build(Architecture.X86_64);
        Files.delete(tree.resolve("Makefile"));
        assertThat(build(Architecture.X86_64)).isEqualTo(first);
    }

    @Test
    void givesTheSameBytesInAnotherFolder() throws Exception {
        var first = build(Architecture.ARM64);
        store.close();
        store = new Store(folder.resolve("another-store-with-a-longer-name"));
        tree = folder.resolve("moved-tree");
        writeTree(MAIN);
        var second = build(Architecture.ARM64);
        assertThat(second.buildKey()).isEqualTo(first.buildKey());
        assertThat(second.bootFile()).isNotEqualTo(first.bootFile()).hasSameBinaryContentAs(first.bootFile());
        assertThat(latin1(second.bootFile())).contains("init/main.c").doesNotContain(folder.toString());
    }

    @Test
    void showsTheErrorOfTheCompilerFirstAndThenTheLog() throws Exception {
        writeTree(MAIN + "int broken(void) { return nowhere; }\n");
        var failure = failureOf(Architecture.X86_64);
        assertThat(failure.getMessage().lines().toList().subList(0, 3))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("compiling 5.10.1-tiny x86_64 failed with status 2"),
                        line -> assertThat(line).contains("main.c: In function 'broken':"),
                        line -> assertThat(line).contains("main.c:4:27: error: 'nowhere' undeclared"));
        var log = Path.of(failure.getMessage()
                .lines()
                .toList()
                .getLast()
                .strip()
                .substring("log:".length())
                .strip());
        assertThat(log).content().contains("  CC      init/main.o", "error: 'nowhere' undeclared", "make -C");
        assertNothingUnfinished();
        assertThat(store.kernels()).doesNotExist();
    }

    @Test
    void goesOnAfterAFailure() throws Exception {
        writeTree("#error broken\n");
        failureOf(Architecture.X86_64);
        writeTree(MAIN);
        assertThat(build(Architecture.X86_64).bootFile()).exists();
    }

    @Test
    void refusesAReleaseOtherThanThatOfTheSource() throws Exception {
        variables.put("RELEASE", "5.10.1+");
        writeTree(MAIN);
        assertThat(failureOf(Architecture.X86_64)).hasMessageContainingAll("expected: 5.10.1\n", "found:    5.10.1+");
        assertNothingUnfinished();
    }

    @Test
    void refusesAConfigurationThatMakeChanges() throws Exception {
        variables.put("CONFIGURE", "echo CONFIG_NEW=y >> $(O)/.config");
        writeTree(MAIN);
        assertThat(failureOf(Architecture.X86_64)).hasMessageContaining("+ CONFIG_NEW=y");
    }

    @Test
    void refusesModulesWithoutAnIndex() throws Exception {
        variables.put("DEPMOD", ": no depmod here");
        writeTree(MAIN);
        assertThat(failureOf(Architecture.X86_64)).hasMessageContaining("modules.dep");
    }

    @Test
    void keepsMakeOffTheNetwork() throws Exception {
        variables.put("HOOK", "cat /proc/net/route /proc/net/dev");
        writeTree(MAIN);
        var request = request(Architecture.X86_64);
        var builder = new KernelBuilder(store, Progress.none());
        builder.build(request, Jobs.own(2));
        var devices = Files.readAllLines(builder.log(request)).stream()
                .filter(line -> line.contains(":") && line.strip().matches("[a-z0-9]+: +\\d+ .*"))
                .map(line -> line.strip().split(":")[0])
                .filter(device -> !device.matches("(tunl|sit|gre|erspan|gretap|ip6).*"));
        assertThat(devices).containsExactly("lo");
    }

    @Test
    void keepsObjectsForTheNextConfigurationFromTheSecondCompileOn() throws Exception {
        var said = new ArrayList<String>();
        Digest module = null;
        for (int i = 0; i < 3; i++) {
            Files.writeString(config, "CONFIG_MODULES=y\nCONFIG_STP=m\nCONFIG_LOG_BUF_SHIFT=1" + i + "\n");
            var kernel = build(Architecture.X86_64);
            said.add(logOf(request(Architecture.X86_64))
                    .lines()
                    .filter(line -> line.endsWith("from ccache"))
                    .findFirst()
                    .orElse("nothing"));
            var made = Digest.of(kernel.modules().orElseThrow().resolve("kernel/stp.ko"));
            assertThat(made).isEqualTo(module == null ? made : module);
            module = made;
        }
        assertThat(said).containsExactly("nothing", "# 0 of 1 objects from ccache", "# 1 of 1 objects from ccache");
    }

    private String logOf(KernelRequest request) throws IOException {
        return Files.readString(new KernelBuilder(store, Progress.none()).log(request));
    }

    @Test
    void leavesTheSourceTreeAsItIs() throws Exception {
        var before = contents(tree);
        build(Architecture.X86_64);
        assertThat(contents(tree)).isEqualTo(before);
    }

    @Test
    void goesOnWhereItWasInterrupted() throws Exception {
        var marker = folder.resolve("compiling");
        // What is younger than two seconds at the end would be made anew.
        variables.put(
                "HOOK",
                "test -e " + marker + " || { echo done > $(O)/mark; sleep 2.5; touch " + marker + "; sleep 1000; }");
        writeTree(MAIN);
        interrupt(marker);
        assertNothingUnfinished();
        assertThat(store.kernels()).doesNotExist();
        assertThat(left().resolve("out/mark")).exists();
        variables.put("HOOK", "test ! -e $(O)/mark || touch " + folder.resolve("went-on"));
        writeTree(MAIN);
        var kernel = build(Architecture.X86_64);
        assertThat(folder.resolve("went-on")).exists();
        assertThat(left()).doesNotExist();
        store.close();
        store = new Store(folder.resolve("another"));
        assertThat(build(Architecture.X86_64).bootFile()).hasSameBinaryContentAs(kernel.bootFile());
    }

    /** What a power failure or a SIGKILL leaves may hold half a file. */
    @Test
    void beginsAnewWhereTheEndOfMakeWasNotSeen() throws Exception {
        var marker = folder.resolve("compiling");
        variables.put("HOOK", "test -e " + marker + " || { touch " + marker + "; sleep 1000; }");
        writeTree(MAIN);
        interrupt(marker);
        for (var end : List.of("", "another boot\n")) {
            Files.createDirectories(left().resolve("out"));
            Files.writeString(left().resolve("out/mark"), "half a file");
            Files.deleteIfExists(left().resolve("ended"));
            if (!end.isEmpty()) {
                Files.writeString(left().resolve("ended"), end);
            }
            variables.put("HOOK", "test ! -e $(O)/mark");
            writeTree(MAIN);
            build(Architecture.X86_64);
            Files.delete(
                    store.kernels().resolve(request(Architecture.X86_64).key().hex() + "/metadata"));
        }
    }

    @Test
    void doesNotGoOnTwiceWithWhatFails() throws Exception {
        variables.put("HOOK", "false");
        writeTree(MAIN);
        failureOf(Architecture.X86_64);
        assertThat(left()).exists();
        failureOf(Architecture.X86_64);
        assertThat(left()).doesNotExist();
    }

    /** The folder of the compile that did not end well. */
    private Path left() throws IOException, InterruptedException {
        return store.compiling().resolve(request(Architecture.X86_64).key().hex());
    }

    private void interrupt(Path marker) throws Exception {
        var request = request(Architecture.X86_64);
        var seen = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                new KernelBuilder(store, Progress.none()).build(request, Jobs.own(2));
            } catch (InterruptedException | RuntimeException e) {
                seen.set(e);
            }
        });
        while (!Files.exists(marker)) {
            assertThat(thread.isAlive()).isTrue();
            Thread.sleep(20);
        }
        thread.interrupt();
        thread.join();
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    }

    private BuiltKernel build(Architecture architecture) throws IOException, InterruptedException {
        return new KernelBuilder(store, Progress.none()).build(request(architecture), Jobs.own(2));
    }

    private KernelSymbols symbols(Architecture architecture) throws IOException, InterruptedException {
        return new KernelBuilder(store, Progress.none()).symbols(request(architecture), Jobs.own(2));
    }

    private StepException failureOf(Architecture architecture) {
        return catchThrowableOfType(StepException.class, () -> build(architecture));
    }

    private KernelRequest request(Architecture architecture) throws IOException, InterruptedException {
        Toolchain toolchain = new ToolchainFinder(store).find(architecture);
        var source = new SourceTree(
                tree,
                Release.parse("5.10.1").orElseThrow(),
                Digest.of("make-believe"),
                Instant.parse("2026-01-03T04:05:06Z"),
                "test");
        return KernelRequest.of(source, config, Digest.of(config), toolchain, "tiny");
    }

    private void writeTree(String main) throws IOException {
        Files.createDirectories(tree.resolve("init"));
        Files.writeString(tree.resolve("init/main.c"), main);
        var values = new StringBuilder();
        variables.forEach(
                (name, value) -> values.append(name).append(" = ").append(value).append('\n'));
        Files.writeString(tree.resolve("Makefile"), values + MAKEFILE);
    }

    private void assertNothingUnfinished() throws IOException {
        try (var files = Files.walk(folder.resolve("store/work"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsOnly("in-use");
        }
    }

    private static String latin1(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(file.toString(), Files.getLastModifiedTime(file) + " " + Digest.of(file));
            }
        }
        return contents;
    }
}
