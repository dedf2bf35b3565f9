package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void readsParametersInAnyOrder() {
        var one =
                "Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:a/b:pull\"";
        var other =
                "bearer scope=\"repository:a/b:pull\" , service=registry.example, realm=\"https://auth.example/token\"";
        assertThat(Challenge.parse(List.of(one))).isEqualTo(Challenge.parse(List.of(other)));
    }

    @Test
    void readsSeveralChallengesInOneHeaderAndInSeveral() {
        var found =
                Challenge.parse(List.of("Negotiate, Basic realm=\"a, b\", charset=\"UTF-8\"", "Bearer realm=\"c\""));
        assertThat(found)
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("basic", Map.of("realm", "a, b", "charset", "UTF-8")),
                        new Challenge("bearer", Map.of("realm", "c")));
    }

    @Test
    void readsEscapesAndEmptyValues() {
        assertThat(Challenge.parse(List.of("Bearer realm=\"say \\\"hi\\\"\", scope=\"\"")))
                .containsExactly(new Challenge("bearer", Map.of("realm", "say \"hi\"", "scope", "")));
    }

    @Test
    void comesToAnEndWhateverItIsGiven() {
        var random = new Random(7);
        var alphabet = "ab=\",\\ \t;Bearer";
        for (int i = 0; i < 5000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Challenge.parse(List.of(text.toString())).size()).isLessThan(41);
        }
    }
}
