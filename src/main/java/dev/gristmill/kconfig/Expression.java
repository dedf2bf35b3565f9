package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An expression of the Kconfig language (the kernel's Documentation/kbuild/kconfig-language.rst, "Menu dependencies").
 * {@code toString} writes it as Kconfig does.
 */
public sealed interface Expression {

    /** Something with a value: it can be compared. */
    sealed interface Operand extends Expression {}

    /** The value of an option. */
    record Symbol(Option option) implements Operand {
        @Override
        public String toString() {
            return option.name();
        }
    }

    /** y, m, n, a number or a string. */
    record Constant(String text) implements Operand {
        @Override
        public String toString() {
            return Value.parse(text).isPresent() && !text.startsWith("\"") ? text : new Value.Text(text).toString();
        }
    }

    /** A call that only the tree's own tools can answer, such as whether the compiler knows a flag. */
    record Macro(String written) implements Operand {
        @Override
        public String toString() {
            return written;
        }
    }

    /** How two values are compared. */
    enum Operator {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case UNEQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    /** Whether two values compare that way. */
    record Comparison(Operand left, Operator operator, Operand right) implements Expression {
        @Override
        public String toString() {
            return left + " " + operator + " " + right;
        }
    }

    /** The opposite. */
    record Not(Expression operand) implements Expression {
        @Override
        public String toString() {
            return "!" + (operand instanceof Operand ? operand : "(" + operand + ")");
        }
    }

    /** The smaller of two. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public String toString() {
            return bracketed(left) + " && " + bracketed(right);
        }

        private static String bracketed(Expression part) {
            return part instanceof Or ? "(" + part + ")" : part.toString();
        }
    }

    /** The larger of two. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public String toString() {
            return left + " || " + right;
        }
    }

    /** The parts that must all hold for the whole to hold. */
    default List<Expression> conjuncts() {
        var parts = new ArrayList<Expression>();
        collectConjuncts(this, parts);
        return parts;
    }

    /** The options it speaks of, in the order they are written. */
    default Set<Option> options() {
        var options = new LinkedHashSet<Option>();
        collectOptions(this, options);
        return options;
    }

    private static void collectConjuncts(Expression expression, List<Expression> parts) {
        if (expression instanceof And(Expression left, Expression right)) {
            collectConjuncts(left, parts);
            collectConjuncts(right, parts);
        } else {
            parts.add(expression);
        }
    }

    private static void collectOptions(Expression expression, Set<Option> options) {
        switch (expression) {
            case Symbol(Option option) -> options.add(option);
            case Constant _, Macro _ -> {}
            case Comparison(Operand left, Operator _, Operand right) -> {
                collectOptions(left, options);
                collectOptions(right, options);
            }
            case Not(Expression operand) -> collectOptions(operand, options);
            case And(Expression left, Expression right) -> {
                collectOptions(left, options);
                collectOptions(right, options);
            }
            case Or(Expression left, Expression right) -> {
                collectOptions(left, options);
                collectOptions(right, options);
            }
        }
    }
}
