package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobServerTest {
    @ParameterizedTest
    @CsvSource({
        "GNU Make 4.3, false",
        "GNU Make 4.4, true",
        "GNU Make 4.4.1, true",
        "GNU Make 4.10, true",
        "GNU Make 5.0, true",
        "GNU Make 3.99, false",
        "bmake 20200710, false",
        "GNU Make four, false"
    })
    void isForGnuMakeSince44(String version, boolean expected) {
        assertThat(JobServer.isFor(version)).isEqualTo(expected);
    }
}
