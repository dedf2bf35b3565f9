package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportLineTest {
    private static final String TOKEN = ReportLines.TOKEN;
    private static final String REAL = "gristmill 0123456789abcdef 2 fact release 5.10.262 #ea8e0ce7";

    @Test
    void readsALineThatARealGuestWrote() {
        assertThat(ReportLine.parse(REAL, TOKEN)).contains(new ReportLine(2, "fact release 5.10.262"));
    }

    @Test
    void readsALineWithoutDetail() {
        assertThat(ReportLine.parse("gristmill 0123456789abcdef 11 check vsock ok  #888bbb08", TOKEN))
                .contains(new ReportLine(11, "check vsock ok "));
    }

    @Test
    void refusesALineOfAnotherBoot() {
        assertThat(ReportLine.parse(REAL, "fedcba9876543210")).isEmpty();
    }

    @Test
    void refusesEveryLineInWhichOneCharacterDiffers() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int i = 0; i < REAL.length(); i++) {
            var changed = new StringBuilder(REAL);
            char other = (char) (' ' + random.nextInt('~' - ' '));
            changed.setCharAt(i, other == REAL.charAt(i) ? '~' : other);
            assertThat(ReportLine.parse(changed.toString(), TOKEN))
                    .as(changed.toString())
                    .isEmpty();
        }
    }

    @Test
    void refusesEveryLineThatWasCut() {
        for (int length = 0; length < REAL.length(); length++) {
            assertThat(ReportLine.parse(REAL.substring(0, length), TOKEN)).isEmpty();
            assertThat(ReportLine.parse(REAL.substring(REAL.length() - length), TOKEN))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "999", "1000", "-1", "+1", "1x", ""})
    void refusesNumbersThatNoGuestOfOursWrites(String number) {
        var line = ReportLines.line(7, "fact start 1");
        var said = line.substring(0, line.lastIndexOf(" #")).replace(" 7 ", " " + number + " ");
        assertThat(ReportLine.parse(said + checksum(said), TOKEN)).isEmpty();
    }

    @Test
    void refusesTextThatIsNotPrintable() {
        var said = "gristmill " + TOKEN + " 1 fact release \u001b[2J";
        assertThat(ReportLine.parse(said + checksum(said), TOKEN)).isEmpty();
    }

    @Test
    void refusesALineThatIsTooLong() {
        assertThat(ReportLine.parse(ReportLines.line(1, "x".repeat(1900)), TOKEN))
                .isPresent();
        assertThat(ReportLine.parse(ReportLines.line(1, "x".repeat(2100)), TOKEN))
                .isEmpty();
    }

    private static String checksum(String said) {
        int hash = 0x811c9dc5;
        for (char c : said.toCharArray()) {
            hash = (hash ^ c) * 16777619;
        }
        return String.format(" #%08x", hash);
    }
}
