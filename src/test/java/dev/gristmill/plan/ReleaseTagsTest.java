package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseTagsTest {
    @Test
    void keepsTheNewestOfEachSeriesAndProfile() {
        var tags = Set.of("5.10.9", "5.10.10", "5.10.100", "5.10.9-tiny", "5.10.8-tiny", "5.10.7-tiny", "6.1.1");
        assertThat(ReleaseTags.beyond(2, tags)).containsExactly("5.10.9", "5.10.7-tiny");
    }

    @Test
    void neverLetsTheNewestGo() {
        assertThat(ReleaseTags.beyond(0, Set.of("5.10.9", "5.10.10"))).containsExactly("5.10.9");
    }

    @Test
    void takesNothingForAReleaseThatIsNone() {
        var tags = Set.of("5.10", "5.10-tiny", "latest", "sha256-0a", "v5.10.9", "5.10.9.1", "");
        assertThat(ReleaseTags.beyond(0, tags)).isEmpty();
    }
}
