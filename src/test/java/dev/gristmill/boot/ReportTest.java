package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void tellsFactsAndResults() {
        var report = ReportLines.parsed(
                "fact release 5.10.262",
                "fact uptime-ms 650",
                "fact cmdline console=ttyS0 panic=0",
                "check vsock ok",
                "check block failed reading: error 5 EIO");
        assertThat(report.isDone()).isTrue();
        assertThat(report.fact("release")).contains("5.10.262");
        assertThat(report.fact("cmdline")).contains("console=ttyS0 panic=0");
        assertThat(report.fact("machine")).isEmpty();
        assertThat(report.number("uptime-ms")).hasValue(650);
        assertThat(report.check(Check.VSOCK)).contains(new Report.Result(true, ""));
        assertThat(report.check(Check.BLOCK)).contains(new Report.Result(false, "reading: error 5 EIO"));
        assertThat(report.check(Check.BPF)).isEmpty();
    }

    @Test
    void takesNothingButNumbersForNumbers() {
        var report =
                ReportLines.parsed("fact uptime-ms -5", "fact memory-total-kib 12x", "fact start 9999999999999999");
        assertThat(report.number("uptime-ms")).isEmpty();
        assertThat(report.number("memory-total-kib")).isEmpty();
        assertThat(report.number("start")).isEmpty();
    }

    @Test
    void takesNoOtherWordForAResult() {
        assertThat(ReportLines.parsed("check bpf okay", "check vsock maybe").check(Check.BPF))
                .isEmpty();
    }

    @Test
    void isDoneOnlyWithItsOwnLastLine() {
        var lines = ReportLines.report(List.of("fact start 1", "fact release 6.1.1"));
        assertThat(Report.parse(String.join("\n", lines.subList(0, 2)), ReportLines.TOKEN)
                        .isDone())
                .isFalse();
        assertThat(Report.parse(String.join("\n", lines.subList(1, 3)), ReportLines.TOKEN)
                        .isDone())
                .isTrue();
        assertThat(Report.parse(ReportLines.line(3, "done 7"), ReportLines.TOKEN)
                        .isDone())
                .isFalse();
        assertThat(new Report().isDone()).isFalse();
    }

    @Test
    void oneWayFillsTheGapsOfTheOther() {
        var lines = ReportLines.report(List.of("fact start 1", "fact release 6.1.1", "check bpf ok"));
        var console = Report.parse(lines.get(0) + "\n" + lines.get(2), ReportLines.TOKEN);
        var disk = Report.parse(lines.get(1) + "\n" + lines.get(3), ReportLines.TOKEN);
        var both = console.and(disk);
        assertThat(both.size()).isEqualTo(4);
        assertThat(both.isDone()).isTrue();
        assertThat(both.fact("release")).contains("6.1.1");
    }

    @Test
    void readsNothingFromRubbish() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int i = 0; i < 200; i++) {
            var bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            var text = "gristmill " + new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(Report.parse(text, ReportLines.TOKEN).isEmpty()).isTrue();
        }
    }
}
