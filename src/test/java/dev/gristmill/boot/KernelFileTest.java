package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {
    @Test
    void readsTheReleaseFromTheBanner() throws Exception {
        assertThat(release("\0\0LinuxLinux Linux version 5.10.262-acme+ (user@host) #1 SMP\n"))
                .contains("5.10.262-acme+");
    }

    @Test
    void goesOnBehindABannerThatIsAFormat() throws Exception {
        assertThat(release("Linux version %s (%s)\0Linux version 6.1.1 (x)")).contains("6.1.1");
    }

    @Test
    void findsNothingWhereThereIsNoBanner() throws Exception {
        assertThat(release("Linux versio")).isEmpty();
        assertThat(release("Linux version ")).isEmpty();
        assertThat(release("Linux version 5" + "1".repeat(10_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../5.10", "5.10/../..", "5.10\n", "v5.10", "5.10 x"})
    void refusesWhatMustNotBecomePartOfAPath(String text) {
        assertThat(KernelFile.isRelease(text)).isFalse();
    }

    private static Optional<String> release(String kernel) throws IOException {
        return KernelFile.release(new ByteArrayInputStream(kernel.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
