package dev.gristmill.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A catalogue of one kernel for arm64, whose tree answers like a real one and makes a boot file in half a second. */
final class MakeBelieveKernel {
    private static final int MAGIC = 0x644d5241;
    private static final String MAKEFILE = """
            VERSION = 5
            PATCHLEVEL = 10
            SUBLEVEL = 1
            EXTRAVERSION =
            PARTS = $(shell seq -f $(O)/%%g.o $(if $(shell grep -s CONFIG_IKCONFIG=y $(O)/.config),6,20))

            allnoconfig:
            \t@cat $(KCONFIG_ALLCONFIG) $(CURDIR)/selected > $(O)/.config
            Image: $(PARTS)
            \t@mkdir -p $(O)/include/config $(O)/arch/arm64/boot
            \t@echo 5.10.1 > $(O)/include/config/kernel.release
            \t@cat $(CURDIR)/header $(PARTS) > $(O)/arch/arm64/boot/Image
            $(O)/%%.o:
            \t@echo '  CC      $*.o'
            """;
    private static final String COPIED = """
            \t@sleep 0.02
            \t@cat $(CURDIR)/part > $@
            """;
    private static final String COMPILED = """
            \t@cp $(CURDIR)/part.c $(O)/$*.c
            \t@cd $(O) && $(CC) $(KCFLAGS) -O2 -DNUMBER=$* -c $*.c -o $*.o
            """;

    private static final String RECORDED = """
            \t@echo + $(words $(PARTS)) >> $(CURDIR)/../commands
            \t@case $(words $(PARTS))-$* in 6-6) \\
            \t  for i in $$(seq 300); do ! grep -q '+ 20' $(CURDIR)/../commands || exit 0; sleep 0.1; done; exit 1;; esac
            \t@sleep 0.1
            \t@cat $(CURDIR)/part > $@
            \t@echo - $(words $(PARTS)) >> $(CURDIR)/../commands
            """;

    private MakeBelieveKernel() {}

    /** Writes the tree and the catalogue into the folder. */
    static Path catalogue(Path folder) throws IOException {
        return catalogue(folder, COPIED);
    }

    /** The same, of twenty files of C that a compiler takes half a second for. */
    static Path compiledCatalogue(Path folder) throws IOException {
        var catalogue = catalogue(folder, COMPILED);
        var source = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            source.append(
                    "int f%1$d(int *a, int n) { int s = NUMBER; for (int i = 0; i < n; i++) s += a[i] * %1$d; return s; }\n"
                            .formatted(i));
        }
        Files.writeString(folder.resolve("linux/part.c"), source);
        return catalogue;
    }

    /**
     * Two kernels, the first of 6 parts, which can only be finished beside the second, of 20. Beside the catalogue,
     * {@code commands} has a line for each command of theirs that begins, such as {@code + 6}, or ends, {@code - 6}.
     */
    static Path catalogueOfTwo(Path folder) throws IOException {
        var catalogue = catalogue(folder, RECORDED);
        Files.writeString(folder.resolve("small.config"), "# fewer parts\nCONFIG_IKCONFIG=y\n");
        return Files.writeString(catalogue, """
                source: {path: linux}
                kernels: [{version: 5.10.1, profiles: [small, large]}]
                profiles:
                  small: {extends: tiny, architectures: [arm64], fragments: [small.config]}
                  large: {extends: tiny, architectures: [arm64]}
                """);
    }

    private static Path catalogue(Path folder, String recipe) throws IOException {
        var tree = Files.createDirectories(folder.resolve("linux"));
        Files.writeString(tree.resolve("Makefile"), "CC = $(CROSS_COMPILE)gcc\n" + MAKEFILE.formatted() + recipe);
        Files.write(
                tree.resolve("header"),
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(16, 8 << 20)
                        .putInt(0x38, MAGIC)
                        .array());
        var selected = List.of("64BIT", "ARM_GIC_V3", "ARM_GIC_V3_ITS", "MEMORY_BALLOON", "PCI_HOST_COMMON");
        Files.write(
                tree.resolve("selected"),
                selected.stream().map(option -> "CONFIG_" + option + "=y").toList());
        var part = new byte[200_000];
        new Random(5).nextBytes(part);
        Files.write(tree.resolve("part"), part);
        return Files.writeString(folder.resolve("gristmill.yaml"), """
                source: {path: linux}
                kernels: [{series: "5.10", profiles: [bare]}]
                profiles: {bare: {extends: tiny, architectures: [arm64]}}
                """);
    }
}
