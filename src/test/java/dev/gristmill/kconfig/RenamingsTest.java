package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RenamingsTest {

    @Test
    void readsSuccessorsAndNote() {
        var renamings = Renamings.of("# comment\n\nA B C # two now\nD - # always on\n");
        assertThat(renamings.of(new Option("A")).orElseThrow())
                .hasToString("Renaming[successors=[CONFIG_B, CONFIG_C], note=two now]");
        assertThat(renamings.of(new Option("D")).orElseThrow().successors()).isEmpty();
        assertThat(renamings.predecessors(new Option("C"))).containsExactly(new Option("A"));
    }

    @Test
    void rejectsOptionThatStandsTwice() {
        assertThatThrownBy(() -> Renamings.of("A B\nA C\n")).hasMessageContaining("A stands twice");
    }

    @Test
    void canReadItsOwnData() {
        assertThat(Renamings.load().of(new Option("RETPOLINE")).orElseThrow().successors())
                .containsExactly(new Option("MITIGATION_RETPOLINE"));
    }
}
