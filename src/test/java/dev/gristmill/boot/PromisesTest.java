package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A promise without a check, and a check without a promise, are failures. */
class PromisesTest {
    private static final Path FRAGMENTS = Path.of("src/main/resources/dev/gristmill/kconfig/fragments");

    private final Promises promises = Promises.builtIn();

    @Test
    void everyBuiltInFragmentSaysWhatItPromises() throws IOException {
        Set<String> fragments;
        try (var files = Files.list(FRAGMENTS)) {
            fragments = files.map(file -> file.getFileName().toString().replace(".config", ""))
                    .collect(Collectors.toSet());
        }
        fragments.add(Promises.EVERY_KERNEL);
        assertThat(promises.fragments()).containsExactlyInAnyOrderElementsOf(fragments);
    }

    @Test
    void everyCheckInsideIsPromisedByAFragment() {
        assertThat(promises.of(promises.fragments())).containsExactlyInAnyOrderElementsOf(List.of(Check.values()));
    }

    @Test
    void theGuestHasExactlyTheChecksThatRunInside() {
        var table = GuestInit.sourceText("checks.h");
        var names = Pattern.compile("\\{ \"([a-z0-9]+)\",\\s+check_\\1 \\}")
                .matcher(table)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Check.values())
                        .filter(Check::isInside)
                        .map(Check::id)
                        .toList());
    }

    @Test
    void everyKernelKeepsTheContractOfItsVmm() {
        assertThat(promises.of(List.of()))
                .contains(
                        Check.BLOCK,
                        Check.NETWORK,
                        Check.VSOCK,
                        Check.ENTROPY,
                        Check.BALLOON,
                        Check.RELEASE,
                        Check.QUIET)
                .doesNotContain(Check.MODULES, Check.EXT4, Check.BPF);
    }

    @Test
    void aProfilePromisesWhatItsFragmentsDo() {
        assertThat(promises.of(List.of("bpf", "modules", "/a/users/own.config")))
                .contains(Check.BPF, Check.MODULES)
                .doesNotContain(Check.SQUASHFS);
    }

    @Test
    void everyCheckInsideNamesTheOptionsItStandsOn() {
        assertThat(Check.values())
                .filteredOn(Check::isInside)
                .allSatisfy(check -> assertThat(check.options()).contains("CONFIG_"));
    }

    @Test
    void refusesATableThatSaysSomethingElse() {
        for (var table :
                List.of("base: seccomp\nbase: bpf", "base seccomp", "base: nonsense", "base: reboot", "base:")) {
            assertThatThrownBy(() -> Promises.parse(table)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
