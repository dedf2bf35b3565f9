package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrdersTest {
    @Test
    void tellsInitWhatToDoInTheOrderOfTheChecks() {
        var checks = new TreeMap<>(Map.of(Check.OVERLAY, "ext4", Check.BLOCK, "17", Check.EXT4, ""));
        assertThat(new Orders(ReportLines.TOKEN, checks, true).text()).isEqualTo("""
                        token 0123456789abcdef
                        check block 17
                        check ext4
                        check overlay ext4
                        end power-off
                        """);
        assertThat(new Orders(ReportLines.TOKEN, checks, false).text()).endsWith("end reset\n");
    }

    @Test
    void refusesWhatInitWouldMisunderstand() {
        assertThatThrownBy(() -> new Orders("short", new TreeMap<>(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Orders(ReportLines.TOKEN, new TreeMap<>(Map.of(Check.EXT4, "a\nend reset")), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Orders(ReportLines.TOKEN, new TreeMap<>(Map.of(Check.REBOOT, "")), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
