package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginsTest {
    private static final String[] RESOLVED = {
        "CONFIG_MODULES=n",
        "CONFIG_ASKED=y",
        "CONFIG_BUS=y",
        "CONFIG_OFF=n",
        "CONFIG_FREE=n",
        "CONFIG_DEFAULTED=y",
        "CONFIG_FILLED=64",
        "CONFIG_IDLE=n"
    };

    @TempDir
    private Path folder;

    private KconfigTree tree;

    @BeforeEach
    void read() throws IOException {
        Files.createDirectories(folder.resolve("arch/arm64"));
        Files.writeString(folder.resolve("Kconfig"), """
                config MODULES
                \tbool "modules"
                menu "Devices"
                config ASKED
                \ttristate "asked for"
                \tdepends on BUS
                \tselect BUS
                \tselect FREE if OFF
                \thelp
                \t  The first line.

                \t    Indented.
                config IDLE
                \tbool "idle"
                \tselect BUS
                endmenu
                config BUS
                \tbool
                config OFF
                \tbool "off"
                config FREE
                \tbool "free"
                config DEFAULTED
                \tbool "defaulted"
                \tdefault y
                config FILLED
                \tint "filled"
                \tdefault 64
                \trange 1 128
                config HINDERED
                \ttristate "hindered"
                \tdepends on OFF
                config COUNT
                \tint "count"
                \tdepends on OFF
                """);
        tree = KconfigTree.parse(folder, Architecture.ARM64);
    }

    @Test
    void nameTheLineThatAsksAndItsReason() {
        assertThat(origin("ASKED")).isEqualTo("f:1: because");
        assertThat(origin("OFF")).isEqualTo("f:2");
    }

    @Test
    void nameTheOptionsThatReallySelect() {
        assertThat(origin("BUS")).isEqualTo("selected by ASKED");
        assertThat(origin("FREE")).isEqualTo("default");
    }

    @Test
    void areDefaultWhereNobodyAsks() {
        assertThat(origin("DEFAULTED")).isEqualTo("default");
        assertThat(origin("FILLED")).isEqualTo("default");
        assertThat(origin("IDLE")).isEqualTo("default");
    }

    @Test
    void tellWhatKeepsAnOptionOff() {
        assertThat(origin("HINDERED")).isEqualTo("unmet: depends on OFF (Kconfig:32): OFF=n");
        assertThat(origin("COUNT")).isEqualTo("unmet: depends on OFF (Kconfig:35): OFF=n");
    }

    @Test
    void tellOfAnOptionThatTheTreeLacksWhatIsNear() {
        assertThat(origin("HINDRED")).contains("no Kconfig file of this release defines HINDRED", "nearest: HINDERED");
    }

    @Test
    void nameTheFullConfigurationWhereItHasItsWay() throws IOException {
        var file = Files.writeString(folder.resolve("mine.config"), "CONFIG_ASKED=y\nCONFIG_DEFAULTED=n\n");
        var origins = new Origins(FullConfiguration.read(file), tree, config(RESOLVED));

        assertThat(origins.of(new Option("ASKED"))).hasToString("mine.config");
        assertThat(origins.of(new Option("DEFAULTED"))).hasToString("default");
        assertThat(origins.of(new Option("BUS"))).hasToString("selected by ASKED");
    }

    @Test
    void descriptionHasWhatTheKconfigFilesSay() throws IOException {
        var description = OptionDescription.of(new Option("ASKED"), tree, config(RESOLVED));

        assertThat(description.facts())
                .extracting(fact -> fact.label() + ": " + fact.value())
                .containsExactly(
                        "type: tristate",
                        "defined: Kconfig:4 \"asked for\"",
                        "menu: Devices",
                        "needs: depends on BUS: BUS=y");
        assertThat(description.help()).containsExactly("The first line.", "", "  Indented.");
    }

    @Test
    void descriptionNamesActiveSelectorsFirst() throws IOException {
        var description = OptionDescription.of(new Option("BUS"), tree, config("CONFIG_IDLE=y"));

        assertThat(description.facts())
                .filteredOn(fact -> fact.label().equals("selected"))
                .singleElement()
                .extracting(fact -> fact.value())
                .isEqualTo("IDLE=y\nASKED=n");
    }

    @Test
    void editsKeepWhatPeopleCanAskFor() {
        var after = config(
                "CONFIG_MODULES=n",
                "CONFIG_OFF=y",
                "CONFIG_FREE=n",
                "CONFIG_DEFAULTED=n",
                "CONFIG_FILLED=32",
                "CONFIG_HINDERED=y",
                "CONFIG_COUNT=0",
                "CONFIG_IDLE=n");

        var edits = Edits.between(config(RESOLVED), after, requested(), tree);

        // ASKED and BUS are not mentioned any more: that follows from something else.
        assertThat(edits.lines())
                .containsExactly(
                        "CONFIG_COUNT=0",
                        "CONFIG_DEFAULTED=n",
                        "CONFIG_FILLED=32",
                        "CONFIG_HINDERED=y",
                        "CONFIG_OFF=y");
        assertThat(edits.clashes())
                .singleElement()
                .extracting(clash -> clash.location().toString())
                .isEqualTo("f:2");
    }

    private String origin(String name) {
        return new Origins(requested(), tree, config(RESOLVED))
                .inDepth(new Option(name))
                .toString();
    }

    private static RequestedConfiguration requested() {
        var fragment = RequestedConfigurationTest.fragment("f", "CONFIG_ASKED=y  # because", "CONFIG_OFF=n");
        var release = Release.parse("5.10.262").orElseThrow();
        return RequestedConfiguration.merge(List.of(fragment), Target.of(Architecture.ARM64, release));
    }

    private static DotConfig config(String... lines) {
        var values = new TreeMap<Option, Value>();
        for (var requirement : RequestedConfigurationTest.fragment("r", lines).requirements()) {
            values.put(requirement.option(), requirement.value());
        }
        return DotConfig.of(values);
    }
}
