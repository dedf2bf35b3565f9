package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >= 6.1; 6.1.0; true
            >= 6.1; 6.0.19; false
            >= 6.1; 6.10.1; true
            >= 6.1; 5.10.262; false
            < 6.18; 6.17.13; true
            < 6.18; 6.18.0; false
            < 6.18; 6.18.0-rc3; false
            >= 5.10.238; 5.10.237; false
            >= 5.10.238; 5.10.238; true
            < 5.10.238; 5.10.237; true
            < 5.10.238; 5.10.238; false
            >= 5.10.238; 5.11.0; true
            < 6.1.90; 5.15.200; true
            < 6.1.90; 6.1.90; false
            since 5.10.215 6.1.82 6.9; 5.10.214; false
            since 5.10.215 6.1.82 6.9; 5.10.215; true
            since 5.10.215 6.1.82 6.9; 5.15.999; false
            since 5.10.215 6.1.82 6.9; 6.1.81; false
            since 5.10.215 6.1.82 6.9; 6.1.100; true
            since 5.10.215 6.1.82 6.9; 6.8.12; false
            since 5.10.215 6.1.82 6.9; 6.9.0-rc1; true
            since 5.10.215 6.1.82 6.9; 7.2.1; true
            since 5.10.215 6.1.82 6.9; 4.19.325; false
            since 5.10.215; 5.11.1; true
            before 5.10.216 6.9; 5.10.215; true
            before 5.10.216 6.9; 5.10.216; false
            before 5.10.216 6.9; 6.1.90; true
            before 5.10.216 6.9; 6.9.1; false
            since 5.10.133 5.19, < 6.9; 5.19.1; true
            since 5.10.133 5.19, < 6.9; 6.9.1; false
            x86_64; 5.10.1; true
            arm64; 5.10.1; false
            x86_64, >= 5.10, < 6.1; 5.15.3; true
            x86_64, >= 5.10, < 6.1; 6.1.3; false
            """)
    void holdsForItsTargetsOnly(String condition, String release, boolean expected) throws LineParser.Malformed {
        var line = new LineParser(Dialect.FRAGMENT, "f")
                .parse("CONFIG_A=y if " + condition, 1)
                .orElseThrow();
        var target = Target.of(Architecture.X86_64, Release.parse(release).orElseThrow());
        assertThat(line.condition().holds(target)).isEqualTo(expected);
    }
}
