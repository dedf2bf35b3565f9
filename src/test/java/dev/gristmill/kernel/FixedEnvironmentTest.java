package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedEnvironmentTest {
    @Test
    void writesTheDateAsDateDoes() {
        var asDateDoes = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        new Random(4)
                .longs(1000, 0, 4_000_000_000L)
                .mapToObj(Instant::ofEpochSecond)
                .forEach(date -> assertThat(FixedEnvironment.timestamp(date)).isEqualTo(asDateDoes.format(date)));
    }

    @Test
    void setsLocalversionAndLeavesItEmpty() {
        assertThat(FixedEnvironment.of(Instant.EPOCH)).containsEntry("LOCALVERSION", "");
    }
}
