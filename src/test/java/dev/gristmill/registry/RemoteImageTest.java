package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteImageTest {
    private static final Optional<RegistryAddress> USUAL =
            Optional.of(RegistryAddress.parse("registry.example:5000/acme", "a test"));

    @Test
    void readsReferencesWithAndWithoutHost() {
        assertThat(RemoteImage.parse("ghcr.io/acme/kernel-bin:5.10", USUAL))
                .isEqualTo(new RemoteImage(new Repository("ghcr.io", "acme/kernel-bin"), "5.10"));
        assertThat(RemoteImage.parse("localhost:5000/kernel:5.10", Optional.empty()))
                .isEqualTo(new RemoteImage(new Repository("localhost:5000", "kernel"), "5.10"));
        assertThat(RemoteImage.parse("kernel-bin:5.10", USUAL))
                .hasToString("registry.example:5000/acme/kernel-bin:5.10");
    }

    @Test
    void readsDigestsAndKeepsThemAsTheNameInALayout() {
        var digest = Digest.of("x");
        var image = RemoteImage.parse("ghcr.io/acme/kernel-bin@" + digest, USUAL);
        assertThat(image).hasToString("ghcr.io/acme/kernel-bin@" + digest);
        assertThat(image.reference()).hasToString("kernel-bin@" + digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel",
                "ghcr.io/acme/kernel",
                "ghcr.io/Acme/kernel:5",
                "ghcr.io/acme//kernel:5",
                "ghcr.io/../kernel:5",
                "ghcr.io/acme/kernel:..",
                "ghcr.io/acme/kernel:a b",
                "ghcr.io/acme/kernel@sha256:12",
                "ghcr.io/acme/kernel@md5:12",
                "ghcr.io/acme/-kernel:5",
                "ghcr.io/acme/ker.-nel:5",
                ":5",
                ""
            })
    void refusesWhatIsNoReference(String text) {
        assertThatThrownBy(() -> RemoteImage.parse(text, USUAL)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void asksForARegistryWhereNoneIsKnown() {
        assertThatThrownBy(() -> RemoteImage.parse("kernel-bin:5.10", Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--registry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ghcr.io/acme", "acme", "", "/acme", "ghcr.io/Acme", "ghcr.io:port/acme"})
    void refusesWhatIsNoRegistry(String text) {
        assertThatThrownBy(() -> RegistryAddress.parse(text, "--registry")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void tellsNoPasswordOfARegistryAddress() {
        assertThatThrownBy(() -> RegistryAddress.parse("me:hunter2@ghcr.io/acme", "--registry"))
                .hasMessageNotContaining("hunter2");
    }
}
