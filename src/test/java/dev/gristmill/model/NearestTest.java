package dev.gristmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void findsWhatWasMeant() {
        assertThat(Nearest.to("kernles", List.of("kernels", "profiles", "source")))
                .contains("kernels");
    }

    @Test
    void keepsSilentWhereNothingIsNear() {
        assertThat(Nearest.to("zebra", List.of("kernels", "profiles"))).isEmpty();
    }

    @Test
    void countsInsertionsDeletionsAndChanges() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("Tiny", "tiny")).isZero();
    }
}
