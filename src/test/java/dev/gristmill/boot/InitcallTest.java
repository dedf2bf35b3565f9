package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InitcallTest {
    @Test
    void readsWhatTheKernelTells() {
        var log = """
                <7>[    0.100000] calling  pci_init+0x0/0x30 @ 1
                <7>[    0.101000] initcall pci_init+0x0/0x30 returned 0 after 976 usecs
                <7>[    0.102000] initcall acpi_init+0x0/0x3f0 returned -19 after 12 usecs
                <6>[    0.103000] Freeing initrd memory: 40K
                """;
        assertThat(Initcall.in(log)).containsExactly(new Initcall("pci_init", 976), new Initcall("acpi_init", 12));
    }

    @Test
    void leavesOutModulesAndWhatIsCutOff() {
        var log = """
                initcall xfs_init+0x0/0x1000 [xfs] returned 0 after 976 usecs
                initcall pci_init+0x0/0x30 returned 0 aft
                initcall pci_init+0x0/0x30 returned 0 after many usecs
                initcall  returned 0 after 4 usecs
                initcall pci_init+0x0/0x30 returned 0 after 99999999999999999999 usecs
                """;
        assertThat(Initcall.in(log)).isEmpty();
    }

    @Test
    void knowsAnAddressFromAName() {
        var calls = Initcall.in("initcall 0xffffffff81b01234 returned 0 after 7 usecs\n");
        assertThat(calls).singleElement().matches(call -> !call.isNamed());
        assertThat(new StartUp(List.of(), OptionalLong.empty(), calls).namesInitcalls())
                .isFalse();
    }

    @Test
    void comparesByNameAndPutsTheGreatestDifferenceFirst() {
        var differences = InitcallDifference.between(
                List.of(new Initcall("same", 5), new Initcall("slower", 10), new Initcall("gone", 7)),
                List.of(
                        new Initcall("same", 5),
                        new Initcall("slower", 30),
                        new Initcall("new", 2),
                        new Initcall("slower", 1),
                        new Initcall("0xffff", 99)));
        assertThat(differences)
                .containsExactly(
                        new InitcallDifference("slower", OptionalLong.of(10), OptionalLong.of(31)),
                        new InitcallDifference("gone", OptionalLong.of(7), OptionalLong.empty()),
                        new InitcallDifference("new", OptionalLong.empty(), OptionalLong.of(2)),
                        new InitcallDifference("same", OptionalLong.of(5), OptionalLong.of(5)));
        assertThat(differences).extracting(InitcallDifference::micros).containsExactly(21L, -7L, 2L, 0L);
    }

    @Test
    void takesTheMedianOfWallTimes() {
        assertThat(median(9, 1, 5)).contains(Duration.ofMillis(5));
        assertThat(median(9, 1, 5, 2)).contains(Duration.ofMillis(2));
        assertThat(median()).isEmpty();
    }

    private static Optional<Duration> median(long... millis) {
        var wall = Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
        return new StartUp(wall, OptionalLong.empty(), List.of()).median();
    }
}
