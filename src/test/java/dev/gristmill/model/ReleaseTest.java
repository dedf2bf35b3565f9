package dev.gristmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    @Test
    void readsAStableReleaseAndPrintsItUnchanged() {
        assertThat(Release.parse("5.10.262")).map(Release::toString).contains("5.10.262");
    }

    @Test
    void keepsTenApartFromOne() {
        assertThat(Series.parse("6.10")).isNotEqualTo(Series.parse("6.1"));
    }

    @Test
    void sortsCandidatesBeforeTheirReleaseAndNumbersAsNumbers() {
        var sorted = List.of("5.10.9", "5.10.77", "5.10.262", "6.1", "7.3-rc7", "7.3-rc10", "7.3").stream()
                .map(text -> Release.parse(text).orElseThrow())
                .toList();
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void readsTheDebianSpellingOfACandidate() {
        assertThat(Release.parse("7.3~rc7")).map(Release::candidate).contains(OptionalInt.of(7));
    }

    @Test
    void refusesWhatIsNoRelease() {
        assertThat(List.of("", "5", "5.10.", "5.10.262-1", "v5.10.262", "5.10.262\n", "5.10.9999999999"))
                .allSatisfy(text -> assertThat(Release.parse(text)).isEmpty());
    }
}
