package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import java.util.Arrays;
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

    private static RequestedConfiguration waiving(RequestedConfiguration requested, String... options) {
        return requested.waiving(Arrays.stream(options)
                .map(name -> new WaivedOption(new Option(name), "no harm", "gristmill.yaml:7:9"))
                .toList());
    }

    @Test
    void letsThroughWhatIsWaivedAndTellsIt() {
        var requested = waiving(requested("CONFIG_A=y", "CONFIG_B=y"), "A");
        assertThat(OptionGate.check(requested, resolved("CONFIG_B=y"), (p, d) -> p))
                .extracting(Deviation::option)
                .containsExactly(new Option("A"));
    }

    @Test
    void reportsOtherOptionsInSpiteOfWaiver() {
        var requested = waiving(requested("CONFIG_A=y", "CONFIG_AB=y"), "A");
        var thrown = catchThrowableOfType(
                StepException.class, () -> OptionGate.check(requested, resolved("CONFIG_C=y"), (p, d) -> p));
        assertThat(thrown.problems()).extracting(Problem::what).containsExactly("CONFIG_AB did not come out as asked");
    }

    @Test
    void refusesWaiverThatIsNotNeeded() {
        var requested = waiving(requested("CONFIG_A=y", "CONFIG_B=m"), "A");
        assertThatThrownBy(() -> OptionGate.check(requested, resolved("CONFIG_A=y", "CONFIG_B=m"), (p, d) -> p))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(
                        "the waiver of CONFIG_A is not needed for linux 6.1.0 on arm64",
                        "where:    gristmill.yaml:7:9",
                        "found:    y, as f:1 asks",
                        "reason:   no harm");
    }

    @Test
    void refusesWaiverOfWhatNobodyAsksForWithNearestName() {
        var requested = requested("CONFIG_VIRTIO_BLK=y");
        assertThatThrownBy(() -> waiving(requested, "VIRTIO_BLKS"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(
                        "CONFIG_VIRTIO_BLKS is waived, and nothing asks for it",
                        "gristmill.yaml:7:9",
                        "did you mean CONFIG_VIRTIO_BLK?");
        assertThatThrownBy(() -> waiving(requested, "VIRTIO_BLK", "VIRTIO_BLK"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CONFIG_VIRTIO_BLK is waived twice");
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
