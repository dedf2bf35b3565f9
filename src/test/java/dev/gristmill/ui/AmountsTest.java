package dev.gristmill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void roundsSizesWithoutAFourthDigit() {
        assertThat(Amounts.bytes(0)).isEqualTo("0 B");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(Amounts.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(Amounts.bytes(122_205_276)).isEqualTo("122.2 MB");
    }

    @Test
    void writesTimesAsPeopleSayThem() {
        assertThat(Amounts.duration(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Amounts.duration(Duration.ofSeconds(12))).isEqualTo("12 s");
        assertThat(Amounts.duration(Duration.ofSeconds(187))).isEqualTo("3 min 07 s");
        assertThat(Amounts.duration(Duration.ofMinutes(62))).isEqualTo("1 h 02 min");
    }
}
