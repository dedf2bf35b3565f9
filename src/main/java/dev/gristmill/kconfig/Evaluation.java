package dev.gristmill.kconfig;

import java.math.BigInteger;
import java.util.Optional;

/** Kconfig's logic over the values that a {@code .config} holds. */
final class Evaluation {
    private static final Option MODULES = new Option("MODULES");

    private final DotConfig config;

    Evaluation(DotConfig config) {
        this.config = config;
    }

    Range of(Expression expression) {
        return switch (expression) {
            case Expression.Symbol(Option option) -> Range.exactly(config.tristate(option));
            case Expression.Constant(String text) -> Range.exactly(constant(text));
            case Expression.Macro _ -> Range.UNKNOWN;
            case Expression.Comparison comparison -> compare(comparison);
            case Expression.Not(Expression operand) -> of(operand).not();
            case Expression.And(Expression left, Expression right) -> of(left).and(of(right));
            case Expression.Or(Expression left, Expression right) -> of(left).or(of(right));
        };
    }

    /** As Kconfig's files show it, {@code NAME=value}; n where the configuration does not mention it. */
    String shown(Option option) {
        return option.name() + "=" + config.value(option).map(Value::toString).orElse("n");
    }

    private Tristate constant(String text) {
        return switch (text) {
            case "y" -> Tristate.YES;
            case "m" -> config.tristate(MODULES) == Tristate.NO ? Tristate.NO : Tristate.MODULE;
            default -> Tristate.NO;
        };
    }

    private Range compare(Expression.Comparison comparison) {
        if (comparison.left() instanceof Expression.Macro || comparison.right() instanceof Expression.Macro) {
            return Range.UNKNOWN;
        }
        var left = text(comparison.left());
        var right = text(comparison.right());
        return Range.of(comparison.operator().holds(order(left, right)));
    }

    private String text(Expression.Operand operand) {
        return switch (operand) {
            case Expression.Constant(String text) -> text;
            case Expression.Macro(String written) -> written;
            case Expression.Symbol(Option option) ->
                switch (config.value(option).orElse(Tristate.NO)) {
                    case Value.Text(String content) -> content;
                    case Value.Number number -> number.toString();
                    case Tristate tristate -> tristate.toString();
                };
        };
    }

    private static int order(String left, String right) {
        var a = number(left);
        var b = number(right);
        return a.isPresent() && b.isPresent() ? a.get().compareTo(b.get()) : left.compareTo(right);
    }

    private static Optional<BigInteger> number(String text) {
        return Value.parse(text).flatMap(v -> v instanceof Value.Number n ? Optional.of(n.value()) : Optional.empty());
    }
}
