package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
    @TempDir
    private Path folder;

    private KconfigTree tree;

    @BeforeEach
    void read() throws IOException {
        Files.createDirectories(folder.resolve("arch/x86"));
        Files.createDirectories(folder.resolve("arch/arm64"));
        Files.writeString(folder.resolve("arch/x86/Kconfig"), "config X86\n\tdef_bool y\n");
        Files.writeString(folder.resolve("arch/arm64/Kconfig"), "config ARM64_PAN\n\tbool \"pan\"\n");
        Files.writeString(folder.resolve("Kconfig"), """
                source "arch/$(SRCARCH)/Kconfig"
                config MODULES
                \tbool "modules"
                config BUS
                \ttristate
                config PCI
                \tbool "pci"
                \tselect BUS
                config MMIO
                \ttristate "mmio"
                \tselect BUS if PCI
                if PCI
                config DISK
                \ttristate "disk"
                \tdepends on BUS && !BROKEN
                endif
                config BROKEN
                \tbool "broken"
                config SECRET
                \tbool "secret" if EXPERT
                \tdefault y
                config EXPERT
                \tbool "expert"
                config COUNT
                \tint "count"
                \trange 1 LIMIT
                config LIMIT
                \tint
                \tdefault 8
                choice
                \tprompt "speed"
                config FAST
                \tbool "fast"
                config SLOW
                \tbool "slow"
                endchoice
                config FLAG
                \tbool "flag"
                \tdepends on $(cc-option,-mflag)
                config TWICE
                \tbool "first"
                \tdepends on BUS
                config TWICE
                \tbool "second"
                \tdepends on EXPERT
                config MITIGATION_RETPOLINE
                \tbool "retpoline"
                config STRICT_KERNEL_RWX
                \tbool "rwx"
                """);
        tree = KconfigTree.parse(folder, Architecture.X86_64);
    }

    private String explain(String wanted, String... resolved) {
        var values = new TreeMap<Option, Value>();
        for (var r : RequestedConfigurationTest.fragment("r", resolved).requirements()) {
            values.put(r.option(), r.value());
        }
        var requirement = RequestedConfigurationTest.fragment("w", "CONFIG_" + wanted)
                .requirements()
                .getFirst();
        return new Explainer(tree, DotConfig.of(values))
                .explain(requirement.option(), requirement.value()).facts().stream()
                        .map(fact -> fact.label() + ": " + fact.value())
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void tellsUnmetPartsWithTheirValuesAndWhatWouldMeetThem() {
        assertThat(explain("DISK=y", "CONFIG_BUS=n", "CONFIG_BROKEN=y")).isEqualTo("""
                defined: Kconfig:13 "disk"
                unmet: depends on BUS (Kconfig:15): BUS=n
                depends on !BROKEN (Kconfig:15): BROKEN=y
                if PCI (Kconfig:12): PCI=n
                try: ask for CONFIG_BROKEN=n, CONFIG_PCI=y too; BUS is turned on by PCI, MMIO""");
    }

    @Test
    void tellsModuleThatKeepsTristateFromBeingBuiltIn() {
        assertThat(explain("DISK=y", "CONFIG_BUS=m", "CONFIG_PCI=y", "CONFIG_DISK=m", "CONFIG_MODULES=y"))
                .contains("unmet: depends on BUS (Kconfig:15): BUS=m")
                .doesNotContain("PCI=y");
    }

    @Test
    void tellsThatModulesAreOff() {
        assertThat(explain("MMIO=m", "CONFIG_MMIO=y"))
                .contains("unmet: modules need MODULES: MODULES=n", "ask for CONFIG_MODULES=y too");
    }

    @Test
    void tellsWhoForcedOption() {
        assertThat(explain("BUS=n", "CONFIG_BUS=y", "CONFIG_PCI=y", "CONFIG_MMIO=y"))
                .isEqualTo("""
                defined: Kconfig:4, without a prompt
                selected: by PCI=y (Kconfig:8)
                by MMIO=y if PCI (Kconfig:11)
                try: ask for y, or turn off PCI, MMIO""");
    }

    @Test
    void passesOverSelectorsThatAreOff() {
        assertThat(explain("BUS=n", "CONFIG_BUS=y", "CONFIG_MMIO=y")).doesNotContain("selected");
    }

    @Test
    void tellsMissingPromptAndWhatTurnsItOn() {
        assertThat(explain("BUS=y")).contains("hidden: it has no prompt", "try: ask for what turns it on: PCI, MMIO");
    }

    @Test
    void tellsHiddenPromptAndDefault() {
        assertThat(explain("SECRET=n", "CONFIG_SECRET=y"))
                .contains("hidden: if EXPERT (Kconfig:20): EXPERT=n", "default: y");
    }

    @Test
    void tellsRangeWithValues() {
        assertThat(explain("COUNT=9", "CONFIG_COUNT=8", "CONFIG_LIMIT=8")).contains("range: 1 to LIMIT: LIMIT=8");
    }

    @Test
    void tellsTypeThatDoesNotFit() {
        assertThat(explain("PCI=m")).contains("type: a bool: y or n");
        assertThat(explain("COUNT=0x1")).contains("type: a decimal number");
        assertThat(explain("COUNT=\"1\"")).contains("type: a decimal number");
    }

    @Test
    void tellsWhatWasChosenInstead() {
        assertThat(explain("FAST=y", "CONFIG_FAST=n", "CONFIG_SLOW=y"))
                .contains("choice: one of FAST, SLOW (Kconfig:30): SLOW is chosen");
        assertThat(explain("FAST=n", "CONFIG_FAST=y")).contains("one of them must be chosen");
    }

    @Test
    void saysWhenOnlyTheCompilerKnows() {
        assertThat(explain("FLAG=y"))
                .contains("unmet: depends on $(cc-option,-mflag) (Kconfig:39); only the tree's own tools can tell");
    }

    @Test
    void looksAtEveryDefinition() {
        assertThat(explain("TWICE=y")).contains("Kconfig:40 \"first\"\nKconfig:43 \"second\"", "BUS=n", "EXPERT=n");
        assertThat(explain("TWICE=y", "CONFIG_EXPERT=y")).doesNotContain("unmet");
    }

    @Test
    void tellsSuccessorOfUnknownOption() {
        assertThat(explain("RETPOLINE=y")).contains("unknown: ", "try: ask for CONFIG_MITIGATION_RETPOLINE");
        assertThat(explain("X86_SMAP=y")).contains("gone: always on");
    }

    @Test
    void tellsEarlierNameWhereNewOneIsUnknown() {
        var facts = new Facts();
        assertThat(new UnknownOption(tree, Renamings.of("OLD_PCI NEW_PCI\nPCI NEWER_PCI # moved\n"))
                        .tellRenamed(new Option("NEWER_PCI"), facts))
                .isTrue();
        assertThat(facts.explanation().facts().toString())
                .contains("ask for CONFIG_PCI, as it is called in this release");
    }

    @Test
    void tellsNearestNamesOfUnknownOption() {
        assertThat(explain("STRICT_KERNEL_RW=y")).contains("nearest: STRICT_KERNEL_RWX");
        assertThat(explain("RWX=y")).contains("nearest: STRICT_KERNEL_RWX");
        assertThat(explain("ZZZZZZZZZ=y")).contains("leave the line out");
    }

    @Test
    void tellsArchitectureThatHasOption() {
        assertThat(explain("ARM64_PAN=y"))
                .contains("it exists on arm64: give the line the condition 'if arm64'")
                .doesNotContain("nearest");
    }
}
