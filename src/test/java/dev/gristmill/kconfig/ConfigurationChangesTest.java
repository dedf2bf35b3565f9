package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigurationChangesTest {
    @Test
    void groupsWhatMakesADifferentKernel() {
        var before = config("OLD=y", "SAME=m", "GROWS=m", "OFF=n", "HZ=100", "DROPPED=y");
        var after = config("SAME=m", "GROWS=y", "NEW=\"text\"", "UNSET=n", "HZ=250", "DROPPED=n");

        var changes = ConfigurationChanges.between(before, after);

        assertThat(changes.summary())
                .containsExactly(
                        "1 new: NEW=\"text\"",
                        "1 vanished: OLD=y",
                        "3 changed: DROPPED y -> n, GROWS m -> y, HZ 100 -> 250");
        assertThat(changes.count()).isEqualTo(5);
    }

    @Test
    void namesTheFirstFewOfMany() {
        var many = IntStream.range(10, 20).mapToObj(i -> "A" + i + "=y").toArray(String[]::new);

        assertThat(ConfigurationChanges.between(config(), config(many)).summary())
                .containsExactly("10 new: A10=y, A11=y, A12=y, A13=y, A14=y, A15=y and 4 more");
    }

    private static DotConfig config(String... lines) {
        var values = new TreeMap<Option, Value>();
        for (var line : lines) {
            int equals = line.indexOf('=');
            values.put(
                    new Option(line.substring(0, equals)),
                    Value.parse(line.substring(equals + 1)).orElseThrow());
        }
        return DotConfig.of(values);
    }
}
