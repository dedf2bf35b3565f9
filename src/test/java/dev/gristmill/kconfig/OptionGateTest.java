package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OptionGateTest {
    private static RequestedConfiguration requested(String... lines) {
        var target = Target.of(Architecture.ARM64, Release.parse("6.1").orElseThrow());
        return RequestedConfiguration.merge(List.of(RequestedConfigurationTest.fragment("f", lines)), target);
    }

    private static DotConfig resolved(String... lines) {
        var values = new TreeMap<Option, Value>();
        for (var r : RequestedConfigurationTest.fragment("r", lines).requirements()) {
            values.put(r.option(), r.value());
        }
        return DotConfig.of(values);
    }

    @Test
    void acceptsNThatIsAbsent() {
        assertThat(OptionGate.deviations(requested("CONFIG_A=n"), resolved("CONFIG_B=y")))
                .isEmpty();
    }

    @Test
    void reportsEveryOtherDifference() {
        var requested = requested(
                "CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=n", "CONFIG_D=\"\"", "CONFIG_E=4", "CONFIG_F=y", "CONFIG_G=0x10");
        var resolved = resolved("CONFIG_B=y", "CONFIG_C=m", "CONFIG_E=5", "CONFIG_F=y", "CONFIG_G=0x010");
        assertThat(OptionGate.deviations(requested, resolved))
                .extracting(d ->
                        d.option().name() + " " + d.found().map(Value::toString).orElse("-"))
                .containsExactly("A -", "B y", "C m", "D -", "E 5");
    }

    @Test
    void failsWithNameWantedFoundAndPlaceOfEach() {
        var thrown = catchThrowableOfType(
                StepException.class,
                () -> OptionGate.check(
                        requested("", "CONFIG_A=y  # for disks", "CONFIG_B=3"), resolved("CONFIG_B=2"), (p, d) -> p));
        assertThat(thrown.problems()).hasSize(2);
        assertThat(thrown.problems().getFirst()).hasToString("""
                CONFIG_A did not come out as asked
                  where:    f:2
                  expected: y
                  found:    nothing: the resolved configuration does not mention it
                  reason:   for disks""");
        assertThat(thrown.problems().get(1).toString()).contains("f:3", "expected: 3", "found:    2");
    }
}
