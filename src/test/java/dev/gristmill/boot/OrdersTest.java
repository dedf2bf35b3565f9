package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrdersTest {
    @Test
    void tellsInitWhatToDoInTheOrderOfTheChecks() {
        var checks = new TreeMap<>(Map.of(Check.OVERLAY, "ext4", Check.BLOCK, "17", Check.EXT4, ""));
        assertThat(new Orders(ReportLines.TOKEN, checks, List.of(), true).text())
                .isEqualTo("""
                        token 0123456789abcdef
                        check block 17
                        check ext4
                        check overlay ext4
                        end power-off
                        """);
        assertThat(new Orders(ReportLines.TOKEN, checks, List.of(), false).text())
                .endsWith("end reset\n");
    }

    @Test
    void saysWhereDisksAreThatHaveNoSerialNumberOfOurs() {
        var orders = new Orders(ReportLines.TOKEN, new TreeMap<>(), List.of("scratch", "ext4"), true);
        assertThat(orders.text()).isEqualTo("""
                        token 0123456789abcdef
                        disk scratch vda
                        disk ext4 vdb
                        end power-off
                        """);
        assertThat(GuestInit.sourceText("init.c")).contains("obey(\"disk\", take_disk);");
    }

    @Test
    void refusesWhatInitWouldMisunderstand() {
        assertThatThrownBy(() -> new Orders("short", new TreeMap<>(), List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Orders(
                        ReportLines.TOKEN, new TreeMap<>(Map.of(Check.EXT4, "a\nend reset")), List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new Orders(ReportLines.TOKEN, new TreeMap<>(Map.of(Check.REBOOT, "")), List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
