package dev.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void readsSizesAndAges() {
        assertThat(Limits.bytes("20GB")).isEqualTo(20_000_000_000L);
        assertThat(Limits.bytes("0MB")).isZero();
        assertThat(Limits.age("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Limits.age("12h")).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void refusesAnythingElse() {
        for (var size : List.of("", "B", "GB", "20", "20G", "-1GB", "1.5GB", "99999999999999999TB", "20gb")) {
            assertThatThrownBy(() -> Limits.bytes(size)).isInstanceOf(InvalidInputException.class);
        }
        for (var age : List.of("", "d", "30", "-1d", "30m", "99999999999d")) {
            assertThatThrownBy(() -> Limits.age(age)).isInstanceOf(InvalidInputException.class);
        }
    }
}
