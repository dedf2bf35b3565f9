package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KconfigTreeTest {
    @TempDir
    private Path folder;

    private KconfigTree tree(String content) throws IOException {
        Files.writeString(folder.resolve("Kconfig"), content);
        return KconfigTree.parse(folder, Architecture.X86_64);
    }

    private static Option option(String name) {
        return new Option(name);
    }

    @Test
    void readsEntryWithAllItsProperties() throws IOException {
        var tree = tree("""
                mainmenu "Linux"
                config DISK # storage
                \ttristate "A \\"disk\\"" if EXPERT
                \tdepends on BUS && \\
                \t\t!BROKEN
                \tselect BLOCK if BUS
                \timply CRC
                \tdefault m if BUS
                \tdefault y
                \thelp
                \t  It is a disk.

                \t    config NOT_AN_ENTRY
                \t  The end.

                config COUNT
                    int "Number"
                    range 1 MOST if BUS
                    ---help---
                      Some number.
                """);
        assertThat(tree.options()).containsExactlyInAnyOrder(option("DISK"), option("COUNT"));
        var disk = tree.definitions(option("DISK")).getFirst();
        assertThat(disk.location()).hasToString("Kconfig:2");
        assertThat(disk.prompt()).contains("A \"disk\"");
        assertThat(disk.type()).contains(Definition.Type.TRISTATE);
        assertThat(disk.dependencies()).hasToString("[depends on BUS && !BROKEN]");
        assertThat(disk.dependencies().getFirst().location()).hasToString("Kconfig:4");
        assertThat(disk.visibility()).hasToString("[if EXPERT]");
        assertThat(disk.defaults()).hasToString("[m if BUS, y]");
        assertThat(tree.help(disk)).containsExactly("It is a disk.", "", "  config NOT_AN_ENTRY", "The end.");
        var count = tree.definitions(option("COUNT")).getFirst();
        assertThat(count.location()).hasToString("Kconfig:16");
        assertThat(count.ranges()).hasToString("[1 to MOST if BUS]");
        assertThat(tree.help(count)).containsExactly("Some number.");
    }

    @Test
    void knowsWhoSelects() throws IOException {
        var tree = tree("config A\n\tbool\n\tselect X if B\nconfig C\n\tbool\n\timply X\n");
        assertThat(tree.selectionsOf(option("X")))
                .extracting(s -> s.selector().name() + " " + s.condition() + " " + s.weak() + " " + s.location())
                .containsExactly("A Optional[B] false Kconfig:3", "C Optional.empty true Kconfig:6");
        assertThat(tree.selectionsOf(option("A"))).isEmpty();
    }

    @Test
    void givesEntriesTheConditionsOfWhatEnclosesThem() throws IOException {
        var tree = tree("""
                menu "Devices"
                \tdepends on IOMEM
                \tvisible if EXPERT
                if BUS
                config A
                \tbool "a"
                \tdepends on X
                comment "nothing"
                \tdepends on LATER
                endif # BUS
                config B
                \tbool "b"
                endmenu
                config C
                \tbool "c"
                """);
        var a = tree.definitions(option("A")).getFirst();
        assertThat(a.dependencies()).hasToString("[depends on X, if BUS, depends on IOMEM]");
        assertThat(a.visibility()).hasToString("[visible if EXPERT]");
        assertThat(a.menus()).containsExactly("Devices");
        assertThat(tree.definitions(option("B")).getFirst().dependencies()).hasToString("[depends on IOMEM]");
        assertThat(tree.definitions(option("C")).getFirst().dependencies()).isEmpty();
    }

    @Test
    void knowsMembersOfChoice() throws IOException {
        var tree = tree("""
                choice
                \tprompt "Speed" if CLOCK
                \tdefault FAST
                config FAST
                \tbool "fast"
                if EXPERT
                config SLOW
                \tbool "slow"
                endif
                endchoice
                config OTHER
                \tbool "other"
                """);
        var choice = tree.definitions(option("SLOW")).getFirst().choice().orElseThrow();
        assertThat(choice.title()).isEqualTo("Speed");
        assertThat(tree.definitions(option("SLOW")).getFirst().visibility()).hasToString("[choice if CLOCK]");
        assertThat(choice.members()).containsExactly(option("FAST"), option("SLOW"));
        assertThat(tree.definitions(option("OTHER")).getFirst().choice()).isEmpty();
    }

    @Test
    void readsSourcedFilesOfItsArchitecture() throws IOException {
        Files.createDirectories(folder.resolve("arch/x86"));
        Files.createDirectories(folder.resolve("arch/arm64"));
        Files.writeString(folder.resolve("arch/x86/Kconfig"), "config X86\n\tdef_bool y\n");
        Files.writeString(folder.resolve("arch/arm64/Kconfig"), "config ARM64\n\tdef_bool y\n");
        var tree = tree("""
                foo := $(shell,true)
                if BUS
                source "arch/$(SRCARCH)/Kconfig"
                config AFTER
                \tbool "a" if "$(ARCH)" = "x86_64" && $(cc-option,-m64)
                endif
                """);
        assertThat(new TreeSet<>(tree.options())).containsExactly(option("AFTER"), option("X86"));
        var x86 = tree.definitions(option("X86")).getFirst();
        assertThat(x86.location()).hasToString("arch/x86/Kconfig:1");
        assertThat(x86.dependencies()).hasToString("[if BUS]");
        assertThat(x86.prompt()).isEmpty();
        assertThat(tree.definitions(option("AFTER")).getFirst().visibility())
                .hasToString("[if \"x86_64\" = \"x86_64\" && $(cc-option,-m64)]");
        assertThat(tree.on(Architecture.ARM64).options()).contains(option("ARM64"));
    }

    @Test
    void refusesToLeaveTreeOrToRunInCircles() {
        assertThatThrownBy(() -> tree("source \"../../../etc/passwd\"\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../../../etc/passwd");
        assertThatThrownBy(() -> tree("source \"Kconfig\"\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree("source \"none\"\n")).isInstanceOf(IOException.class);
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws IOException {
        var tree = tree(
                "endif\nendmenu\n\tselect A\ndepends on B\nconfig\nfrobnicate x\nhelp\n\tbool\nconfig A\n\tbool \"a\n");
        assertThat(tree.definitions(option("A")).getFirst().prompt()).contains("a");
        assertThat(tree.selectionsOf(option("A"))).isEmpty();
    }
}
