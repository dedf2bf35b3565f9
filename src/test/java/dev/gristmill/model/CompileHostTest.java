package dev.gristmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompileHostTest {
    @Test
    void readsNamePortAndJobs() {
        assertThat(CompileHost.parse("build1.example:3633/8")).contains(new CompileHost("build1.example:3633", 8));
        assertThat(CompileHost.parse("10.0.0.7")).contains(new CompileHost("10.0.0.7", 4));
        assertThat(CompileHost.parse("build1/512")).hasToString("Optional[build1/512]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "a/0",
                "a/513",
                "a/x",
                "a/8,lzo",
                "a:/8",
                "a:0",
                "a:65536",
                "a:1:2",
                "--randomize",
                "@a",
                "me@a",
                "a b",
                "-a",
                "a/-1",
                "$(a)",
                "+zeroconf",
                "[::1]/8"
            })
    void refusesWhatIsNoMachine(String text) {
        assertThat(CompileHost.parse(text)).isEmpty();
    }
}
