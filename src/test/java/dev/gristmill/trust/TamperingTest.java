package dev.gristmill.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TamperingTest {
    private static final Path PAGE = Path.of("docs/trust.md");
    private static final Path FRESH = Path.of("target/trust.md");
    private static final String BEGIN = "<!-- The table below is written by TamperingTest. -->\n";

    @TempDir
    private static Path folder;

    private static Bench bench;

    @BeforeAll
    static void publish() throws Exception {
        bench = new Bench(folder, false);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void restore() {
        bench.restore();
    }

    static List<Tampering> all() {
        return Tampering.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isCaughtAndNamed(Tampering tampering) throws Exception {
        tampering.act().on(bench);
        try {
            var report = bench.verify(tampering.repository(), tampering.tag(), tampering.expected());
            assertThat(report.passed()).isFalse();
            assertThat(report.findings())
                    .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAILED)
                    .filteredOn(finding -> finding.check().equals(tampering.check()))
                    .as("%s", report.findings())
                    .anySatisfy(finding -> assertThat(finding.reason()).contains(tampering.reason()));
        } catch (StepException e) {
            assertThat(tampering.check()).as("%s", e).isEqualTo("image");
            assertThat(e).hasMessageContaining(tampering.reason());
        }
    }

    @Test
    void nothingIsSaidOfWhatNobodyTouched() throws Exception {
        for (var repository : List.of(Bench.BIN, Bench.MODULES, Bench.BASE)) {
            assertThat(bench.verify(repository, Bench.RELEASE, Expectations.USUAL)
                            .passed())
                    .isTrue();
        }
    }

    @Test
    void thePageListsThemAll() throws Exception {
        var page = Files.readString(PAGE);
        int at = page.indexOf(BEGIN) + BEGIN.length();
        assertThat(at).isGreaterThan(BEGIN.length());
        var fresh = page.substring(0, at) + table();
        Files.createDirectories(FRESH.toAbsolutePath().getParent());
        Files.writeString(FRESH, fresh);
        assertThat(page.equals(fresh))
                .as("%s lists what is tried; if not: cp %s %s", PAGE, FRESH, PAGE)
                .isTrue();
    }

    private static String table() {
        var text = new StringBuilder();
        for (var group : Tampering.Group.values()) {
            text.append("\n**").append(group.title).append("**\n\n| what is done | caught by |\n|---|---|\n");
            Tampering.all().stream()
                    .filter(tampering -> tampering.group() == group)
                    .forEach(tampering -> text.append("| ")
                            .append(tampering.what())
                            .append(" | `")
                            .append(tampering.check())
                            .append("` |\n"));
        }
        return text.toString();
    }
}
