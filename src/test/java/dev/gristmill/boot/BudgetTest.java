package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void runsAsManyAsAreWantedWhereMemorySuffices() {
        assertThat(Budget.machines(8, List.of("MemTotal: 1 kB", "MemAvailable:   16000000 kB")))
                .isEqualTo(8);
    }

    @Test
    void runsFewerWhereMemoryIsShort() {
        assertThat(Budget.machines(8, List.of("MemAvailable: 1048576 kB"))).isEqualTo(3);
    }

    @Test
    void triesOneWhereMemoryIsTooShortForAny() {
        assertThat(Budget.machines(8, List.of("MemAvailable: 1000 kB"))).isEqualTo(1);
    }

    @Test
    void goesByProcessorsWhereTheKernelDoesNotTell() {
        assertThat(Budget.machines(4, List.of("MemFree: 1000 kB"))).isEqualTo(4);
    }
}
