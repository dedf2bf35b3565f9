package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {

    private static OptionLine read(Dialect dialect, String line) throws LineParser.Malformed {
        return new LineParser(dialect, "f").parse(line, 7).orElseThrow();
    }

    private static String mistake(Dialect dialect, String line) {
        var malformed =
                catchThrowableOfType(LineParser.Malformed.class, () -> new LineParser(dialect, "f").parse(line, 7));
        return malformed.problem().toString();
    }

    @Test
    void readsValueConditionAndReason() throws LineParser.Malformed {
        var line = read(Dialect.FRAGMENT, "CONFIG_VMGENID=y if arm64, >= 6.10, < 7.0.3  # reseeds # twice");
        assertThat(line.option()).isEqualTo(new Option("VMGENID"));
        assertThat(line.values()).containsExactly(Tristate.YES);
        assertThat(line.condition()).hasToString("arm64, >= 6.10, < 7.0.3");
        assertThat(line.reason()).isEqualTo("reseeds # twice");
        assertThat(line.location()).hasToString("f:7");
    }

    @Test
    void readsNotSetAsRequestForN() throws LineParser.Malformed {
        assertThat(read(Dialect.FRAGMENT, "# CONFIG_SWAP is not set").values()).containsExactly(Tristate.NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# text", "#CONFIG_X=y", "# CONFIG_X is good", "# CONFIG_ is not set", "#"})
    void takesOtherLinesForComments(String line) throws LineParser.Malformed {
        assertThat(new LineParser(Dialect.FRAGMENT, "f").parse(line, 1)).isEmpty();
    }

    @Test
    void keepsBlanksHashesAndEscapesInsideStrings() throws LineParser.Malformed {
        var line = read(Dialect.FRAGMENT, "CONFIG_CMDLINE=\"a # \\\"b\\\\ c\" if x86_64 # why");
        assertThat(line.values()).containsExactly(new Value.Text("a # \"b\\ c"));
        assertThat(line.reason()).isEqualTo("why");
    }

    @Test
    void readsAlternativesWordAndDocumentOfContracts() throws LineParser.Malformed {
        var parser = new LineParser(Dialect.CONTRACT, "f");
        assertThat(parser.parse("#: docs/kernel-policy.md", 1)).isEmpty();
        var line = parser.parse("CONFIG_EXT4_FS=y|m if full  # root", 2).orElseThrow();
        assertThat(line.values()).isEqualTo(List.of(Tristate.YES, Tristate.MODULE));
        assertThat(line.condition()).hasToString("full");
        assertThat(line.document()).isEqualTo("docs/kernel-policy.md");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            FOO=y; f:7:1; this is no option
            CONFIG_=y; f:7:1; this is no option
            CONFIG_A-B=y; f:7:9; the option has no value
            CONFIG_A; f:7:9; the option has no value
            CONFIG_A=; f:7:10; this is no value
            CONFIG_A=yes; f:7:10; this is no value
            CONFIG_A=y#c; f:7:10; this is no value
            CONFIG_A=y|m; f:7:10; this is no value
            CONFIG_A="x; f:7:10; this is no value
            CONFIG_A="x"y; f:7:10; this is no value
            CONFIG_A=0x; f:7:10; this is no value
            CONFIG_A=y because; f:7:12; text behind the value
            CONFIG_A=y if; f:7:12; text behind the value
            CONFIG_A=y if # c; f:7:15; this is no condition
            CONFIG_A=y if x86_64, amd64; f:7:23; this is no condition
            CONFIG_A=y if full; f:7:15; this is no condition
            CONFIG_A=y if >= 6; f:7:15; this is no condition
            CONFIG_A=y if arm64,; f:7:21; this is no condition
            CONFIG_A=y if >= 6.1, < 5.10; f:7:12; the condition can never hold
            CONFIG_A=y if since; f:7:15; this is no condition
            CONFIG_A=y if arm64, since 6.1.82 5.10.215; f:7:22; this is no condition
            CONFIG_A=y if since 6.1.82 6.1.90; f:7:15; this is no condition
            CONFIG_A=y if before 6.1 x; f:7:15; this is no condition
            CONFIG_A=y if since 5.10.1 6.9, < 5.10; f:7:12; the condition can never hold
            CONFIG_A=y if >= 6.9, before 5.10.1 6.9; f:7:12; the condition can never hold
            CONFIG_A=y if arm64, x86_64; f:7:12; the condition can never hold
            # CONFIG_A is not set any more; f:7:24; text behind 'is not set'
            """)
    void tellsPlaceOfMistake(String line, String place, String what) {
        assertThat(mistake(Dialect.FRAGMENT, line)).startsWith(what + "\n").contains("where:    " + place + "\n");
    }

    @Test
    void showsBackportsAsTheyWereWritten() throws LineParser.Malformed {
        var line = read(Dialect.FRAGMENT, "CONFIG_A=y if x86_64, since 5.10.133  5.19, before 5.10.216 6.9 # renamed");
        assertThat(line.condition()).hasToString("x86_64, since 5.10.133 5.19, before 5.10.216 6.9");
    }

    @Test
    void suggestsNearestConditionWord() {
        assertThat(mistake(Dialect.FRAGMENT, "CONFIG_A=y if x86-64")).contains("did you mean 'x86_64'?");
        assertThat(mistake(Dialect.CONTRACT, "CONFIG_A=y if ful")).contains("did you mean 'full'?");
    }

    @Test
    void keepsPlainDialectFreeOfConditionsAndReasons() {
        assertThat(mistake(Dialect.DOT_CONFIG, "CONFIG_A=y if arm64")).contains("f:7:12");
        assertThat(mistake(Dialect.DOT_CONFIG, "CONFIG_A=y # why")).contains("f:7:12");
    }

    @Test
    void showsControlCharactersAsQuestionMarks() {
        assertThat(mistake(Dialect.FRAGMENT, "CONFIG_A=\u001b[31m")).contains("found:    ?[31m");
    }
}
