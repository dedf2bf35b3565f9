package dev.gristmill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.progress.Progress.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskStateTest {
    @Test
    void forecastsFromTheRateSoFar() {
        var state = new TaskState("linux", "fetch", Unit.BYTES, 25, 100, "", Duration.ofSeconds(10));
        assertThat(state.percent()).hasValue(25);
        assertThat(state.left()).contains(Duration.ofSeconds(30));
    }

    @Test
    void neverClaimsToBeThereBeforeTheEnd() {
        var state = new TaskState("linux", "compile", Unit.STEPS, 120, 100, "", Duration.ofSeconds(10));
        assertThat(state.percent()).hasValue(99);
        assertThat(state.left()).isEmpty();
    }

    @Test
    void saysNothingWhileTheWholeIsUnknown() {
        var state = new TaskState("linux", "unpack", Unit.BYTES, 5, 0, "", Duration.ofSeconds(10));
        assertThat(state.percent()).isEmpty();
        assertThat(TaskLine.plain(state)).isEqualTo("linux: unpack, 5 B, 0 B/s");
    }
}
