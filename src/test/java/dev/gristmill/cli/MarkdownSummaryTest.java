package dev.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.model.Architecture;
import dev.gristmill.plan.KernelChange;
import dev.gristmill.plan.KernelChange.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownSummaryTest {
    private static final Facts BUILT =
            new Facts("5.10.262", 5_000_000, 3_000_000, 3, 900_000, new TreeMap<>(Map.of("firecracker", 420_000L)));

    @TempDir
    Path folder;

    @Test
    void tellsEveryCostAgainstThatOfWhatIsPublished() throws IOException {
        var before =
                new Facts("5.10.260", 5_100_000, 3_000_000, 2, 800_000, new TreeMap<>(Map.of("firecracker", 500_000L)));
        var text = MarkdownSummary.text(
                List.of(change(before, "CONFIG_A=y\n", "CONFIG_B=y\n")), Optional.of("r.example/a"));
        assertThat(text)
                .contains("Against what is published under `r.example/a`.")
                .contains("| `firecracker-kernel-bin:5.10-tiny` | x86_64 | 5.10.260 → 5.10.262 | 5.0 MB (−100.0 kB) |"
                        + " 3.0 MB (=) | 2 → 3, 900.0 kB (+100.0 kB) | firecracker 500 ms → 420 ms | 2 options |")
                .contains("new: B=y\nvanished: A=y\n");
    }

    @Test
    void saysWhatWasNotPublishedAndNotBooted() {
        var built = new Facts("5.10.262", 5_000_000, 3_000_000, 0, 0, new TreeMap<>());
        var change = new KernelChange(
                "firecracker-kernel-bin:5.10-tiny", Architecture.ARM64, built, Optional.empty(), Optional.empty());
        assertThat(MarkdownSummary.text(List.of(change), Optional.empty()))
                .contains("No registry is named")
                .contains("| arm64 | 5.10.262 | 5.0 MB | 3.0 MB | none | not booted | not published |");
    }

    @Test
    void letsNothingThatOthersWroteEndATableOrAFence() throws IOException {
        var before = new Facts("a | <b>`c", 5_000_000, 3_000_000, 3, 900_000, new TreeMap<>());
        var text = MarkdownSummary.text(
                List.of(change(before, "CONFIG_A=\"```<script>|\"\n", "CONFIG_A=\"x\"\n")), Optional.of("r.example/a"));
        assertThat(text).doesNotContain("<script>", "<b>", "A=\"```");
        var rows = text.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row.chars().filter(c -> c == '|')).hasSize(9));
    }

    private KernelChange change(Facts before, String configuration, String now) throws IOException {
        var changes = ConfigurationChanges.between(read("before", configuration), read("now", now));
        return new KernelChange(
                "firecracker-kernel-bin:5.10-tiny",
                Architecture.X86_64,
                BUILT,
                Optional.of(before),
                Optional.of(changes));
    }

    private DotConfig read(String name, String text) throws IOException {
        return DotConfig.read(Files.writeString(folder.resolve(name), text));
    }
}
