package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

    @Test
    void readsBackWhatItWrites() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
        for (int i = 0; i < 2000; i++) {
            var value = randomValue(random);
            assertThat(Value.parse(value.toString())).contains(value);
        }
    }

    static Value randomValue(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Tristate.values()[random.nextInt(3)];
            case 1 -> new Value.Number(BigInteger.valueOf(random.nextInt()), false);
            case 2 -> new Value.Number(new BigInteger(64, new java.util.Random(random.nextLong())), true);
            default -> {
                var text = new StringBuilder();
                random.ints(random.nextInt(12), 0, 6).forEach(c -> text.append("\"\\ #ä=".charAt(c)));
                yield new Value.Text(text.toString());
            }
        };
    }

    @Test
    void comparesNumbersAndNotText() {
        assertThat(Value.parse("0x00FF")).isEqualTo(Value.parse("0xff"));
        assertThat(Value.parse("010")).isEqualTo(Value.parse("10"));
        assertThat(Value.parse("0x10")).isNotEqualTo(Value.parse("16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Y", "0x", "-", "1a", "0xg", "0x-1", "\"", "\"a", "\"a\"b", "\"a\\\"", "٣"})
    void rejectsWhatIsNoValue(String written) {
        assertThat(Value.parse(written)).isEmpty();
    }

    @Test
    void followsKconfigLogic() {
        assertThat(Tristate.MODULE.and(Tristate.YES)).isEqualTo(Tristate.MODULE);
        assertThat(Tristate.MODULE.or(Tristate.NO)).isEqualTo(Tristate.MODULE);
        assertThat(Tristate.MODULE.not()).isEqualTo(Tristate.MODULE);
        assertThat(Tristate.YES.not()).isEqualTo(Tristate.NO);
    }
}
