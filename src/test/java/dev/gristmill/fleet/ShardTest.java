package dev.gristmill.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    @Test
    void isANumberOfSeveral() {
        assertThat(parsed("2/5", "")).isEqualTo(new Shard(2, 5)).hasToString("2/5");
        assertThat(parsed("1/1", "7")).isEqualTo(new Shard(1, 1));
    }

    @Test
    void takesItsNumberFromAnIndexedJobWhichCountsFromZero() {
        assertThat(parsed("auto/5", "0")).isEqualTo(new Shard(1, 5));
        assertThat(parsed("auto/5", "4")).isEqualTo(new Shard(5, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1", "x"})
    void saysWhichVariableIsWrong(String index) {
        assertThatThrownBy(() -> parsed("auto/5", index))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("$JOB_COMPLETION_INDEX")
                .hasMessageContaining("from 0 to 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/5", "6/5", "2", "2/", "/5", "a/b", "2/5/6", "-1/5", "1/99999999999", "auto", "auto/0"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> parsed(text, "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--shard " + text);
    }

    private static Shard parsed(String text, String index) {
        return Shard.parse(text, "--shard", index.isEmpty() ? Map.of() : Map.of("JOB_COMPLETION_INDEX", index));
    }
}
