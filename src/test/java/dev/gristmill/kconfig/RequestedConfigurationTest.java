package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedConfigurationTest {
    private static final Target TARGET =
            Target.of(Architecture.X86_64, Release.parse("5.10.262").orElseThrow());

    static Fragment fragment(String name, String... lines) {
        var parser = new LineParser(Dialect.FRAGMENT, name);
        var requirements = new ArrayList<Requirement>();
        for (int i = 0; i < lines.length; i++) {
            try {
                parser.parse(lines[i], i + 1)
                        .ifPresent(l -> requirements.add(new Requirement(
                                l.option(), l.values().getFirst(), l.condition(), l.reason(), l.location())));
            } catch (LineParser.Malformed e) {
                throw new AssertionError(e.problem().toString(), e);
            }
        }
        return new Fragment(name, requirements);
    }

    private static RequestedConfiguration merge(Fragment... fragments) {
        return RequestedConfiguration.merge(List.of(fragments), TARGET);
    }

    @Test
    void keepsOnlyWhatHoldsForTarget() {
        var requested = merge(fragment("f", "CONFIG_A=y if arm64", "CONFIG_A=m if x86_64", "CONFIG_B=y if >= 6.1"));
        assertThat(requested.requirements()).extracting(Requirement::toString).containsExactly("CONFIG_A=m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            5.10.262; CPU_MITIGATIONS RETHUNK CPU_SRSO MITIGATION_RFDS MITIGATION_ITS MITIGATION_TSA
            5.10.215; SPECULATION_MITIGATIONS RETHUNK CPU_SRSO MITIGATION_RFDS
            5.10.132; -
            6.1.187; CPU_MITIGATIONS RETHUNK CPU_SRSO MITIGATION_SPECTRE_BHI MITIGATION_RFDS MITIGATION_ITS MITIGATION_TSA
            6.1.43; SPECULATION_MITIGATIONS RETHUNK
            6.12.28; CPU_MITIGATIONS MITIGATION_SPECTRE_BHI MITIGATION_RFDS
            6.18.1; CPU_MITIGATIONS MITIGATION_SPECTRE_BHI MITIGATION_RFDS MITIGATION_ITS MITIGATION_TSA
            """)
    void asksForMitigationsOnlyWhereTheReleaseHasThem(String release, @Nullable String expected) {
        var target = Target.of(Architecture.X86_64, Release.parse(release).orElseThrow());
        var requested = RequestedConfiguration.merge(
                List.of(Fragments.builtIn("base"), Fragments.builtIn("arch-x86_64")), target);
        var backported = Stream.of(
                "CPU_MITIGATIONS",
                "SPECULATION_MITIGATIONS",
                "RETHUNK",
                "CPU_SRSO",
                "MITIGATION_SPECTRE_BHI",
                "MITIGATION_RFDS",
                "MITIGATION_ITS",
                "MITIGATION_TSA");
        assertThat(backported.filter(name -> requested.wants(new Option(name))).collect(Collectors.joining(" ")))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void rejectsFragmentsThatDisagree() {
        var a = fragment("a", "CONFIG_X=y", "CONFIG_Z=1");
        var b = fragment("b", "", "CONFIG_X=m", "CONFIG_Z=2");
        var thrown = catchThrowableOfType(InvalidInputException.class, () -> merge(a, b));
        assertThat(thrown.problems()).hasSize(2);
        assertThat(thrown.problems().getFirst().toString())
                .contains("two lines disagree about CONFIG_X for 5.10.262 on x86_64", "b:2", "m here, y at a:1");
    }

    @Test
    void rejectsDuplicateEvenInOneFile() {
        var twice = fragment("a", "CONFIG_X=y", "CONFIG_X=y if < 6.1");
        var thrown = catchThrowableOfType(InvalidInputException.class, () -> merge(twice));
        assertThat(thrown).hasMessageContainingAll("CONFIG_X is asked for twice", "a:2", "a:1");
    }

    @Test
    void hasDigestThatDependsOnRequestsOnly() {
        var one = merge(fragment("a", "# c", "CONFIG_X=0x10 # why"), fragment("b", "CONFIG_Y=n"));
        var other = merge(fragment("c", "# CONFIG_Y is not set", "CONFIG_X=0x010 if x86_64"));
        assertThat(other.digest()).isEqualTo(one.digest());
        assertThat(merge(fragment("a", "CONFIG_X=0x11", "CONFIG_Y=n")).digest()).isNotEqualTo(one.digest());
    }

    @Test
    void mergesToTheSameInAnyOrder() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var lines = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                lines.add("CONFIG_O" + i + "=" + ValueTest.randomValue(random));
            }
            var straight = merge(fragment("all", lines.toArray(String[]::new)));
            Collections.shuffle(lines, random);
            int cut = random.nextInt(lines.size());
            var shuffled = merge(
                    fragment("a", lines.subList(0, cut).toArray(String[]::new)),
                    fragment("b", lines.subList(cut, lines.size()).toArray(String[]::new)));
            assertThat(shuffled.digest()).isEqualTo(straight.digest());
        }
    }

    @Test
    void writesWhatDotConfigReadsBack(@TempDir Path folder) throws IOException {
        var random = new Random(3);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            lines.add("CONFIG_O" + i + "=" + ValueTest.randomValue(random));
        }
        var requested = merge(fragment("all", lines.toArray(String[]::new)));
        var file = folder.resolve("merged");
        requested.writeTo(file);
        var read = DotConfig.read(file);
        assertThat(OptionGate.deviations(requested, read)).isEmpty();
        assertThat(read.values()).hasSameSizeAs(lines);
        assertThat(read.digest()).isEqualTo(requested.digest());
        assertThat(Files.readString(file)).doesNotContain("=n\n");
    }
}
