package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Tristate[] TRISTATES = Tristate.values();

    private static Expression parse(String text) {
        return new ExpressionParser(text).expression();
    }

    private static DotConfig config(String... lines) {
        var values = new TreeMap<Option, Value>();
        for (var r : RequestedConfigurationTest.fragment("r", lines).requirements()) {
            values.put(r.option(), r.value());
        }
        return DotConfig.of(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Y; y
            M; m
            ABSENT; n
            !Y; n
            !M; m
            Y && M; m
            M || Y; y
            N || M && Y; m
            (N || M) && N; n
            !(Y && N); y
            Y = y; y
            M=Y; n
            M != n; y
            ABSENT = n; y
            COUNT < 10; n
            COUNT >= 9; y
            COUNT > 9 && Y; y
            ADDRESS = 0x1000; y
            NAME = "gcc 12"; y
            NAME != 'gcc 12'; n
            "$(X)" = "1" || Y; y
            "x86" = "x86"; y
            m; m
            y # a comment; y
            """)
    void followsKconfigLogic(String expression, String expected) {
        var config = config(
                "CONFIG_Y=y",
                "CONFIG_M=m",
                "CONFIG_N=n",
                "CONFIG_MODULES=y",
                "CONFIG_COUNT=12",
                "CONFIG_ADDRESS=0x1000",
                "CONFIG_NAME=\"gcc 12\"");
        assertThat(new Evaluation(config).of(parse(expression)))
                .isEqualTo(Range.exactly((Tristate) Value.parse(expected).orElseThrow()));
    }

    @Test
    void takesMForNWithoutModules() {
        assertThat(new Evaluation(config("CONFIG_Y=y")).of(parse("m && Y"))).isEqualTo(Range.exactly(Tristate.NO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(cc-option,-mfoo -x(y))",
                "Y && $(success,test \"a\")",
                "!$(a)",
                "\"$(CC)\" = \"x\"",
                "$(a)b || N",
                "Y &&",
                "((Y",
                "Y = ",
                "@",
                ""
            })
    void knowsNothingOfWhatOnlyTheTreesToolsCanRead(String expression) {
        assertThat(new Evaluation(config("CONFIG_Y=y")).of(parse(expression))).isEqualTo(Range.UNKNOWN);
    }

    @Test
    void readsWhatItCanAroundUnknownParts() {
        var evaluation = new Evaluation(config("CONFIG_Y=y"));
        assertThat(evaluation.of(parse("$(a) && N"))).isEqualTo(Range.exactly(Tristate.NO));
        assertThat(evaluation.of(parse("$(a) || Y"))).isEqualTo(Range.exactly(Tristate.YES));
    }

    @Test
    void survivesNestingOfAnyDepth() {
        assertThat(parse("(".repeat(100_000) + "Y")).isInstanceOf(Expression.Macro.class);
        assertThat(parse("!".repeat(100_000) + "Y")).isInstanceOf(Expression.Macro.class);
    }

    @Test
    void splitsIntoPartsThatMustAllHold() {
        assertThat(parse("A && (B || C) && (!D && E = y)").conjuncts())
                .extracting(Expression::toString)
                .containsExactly("A", "B || C", "!D", "E = y");
    }

    @Test
    void stopsAtCondition() {
        var parser = new ExpressionParser("A || IFFY if B && C");
        assertThat(parser.expression()).hasToString("A || IFFY");
        assertThat(parser.condition().orElseThrow()).hasToString("B && C");
        assertThat(new ExpressionParser("iffy").condition()).isEmpty();
    }

    @Test
    void meansTheSameAfterWritingAndReading() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int i = 0; i < 3000; i++) {
            var expression = random(random, 5);
            var read = parse(expression.toString());
            var values = new TreeMap<Option, Value>();
            for (char c = 'A'; c <= 'E'; c++) {
                values.put(new Option("" + c), TRISTATES[random.nextInt(3)]);
            }
            var evaluation = new Evaluation(DotConfig.of(values));
            assertThat(read.toString()).isEqualTo(expression.toString());
            assertThat(evaluation.of(read)).as(expression.toString()).isEqualTo(evaluation.of(expression));
        }
    }

    private static Expression random(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 6)) {
            case 0 -> operand(random);
            case 1 ->
                new Expression.Comparison(
                        operand(random),
                        Expression.Operator.values()[random.nextInt(6)],
                        random.nextBoolean() ? operand(random) : new Expression.Constant("a \"b\\"));
            case 2, 3 -> new Expression.And(random(random, depth - 1), random(random, depth - 1));
            case 4 -> new Expression.Or(random(random, depth - 1), random(random, depth - 1));
            default -> new Expression.Not(random(random, depth - 1));
        };
    }

    private static Expression.Operand operand(RandomGenerator random) {
        return random.nextInt(4) == 0
                ? new Expression.Constant(TRISTATES[random.nextInt(3)].toString())
                : new Expression.Symbol(new Option("" + (char) ('A' + random.nextInt(5))));
    }
}
