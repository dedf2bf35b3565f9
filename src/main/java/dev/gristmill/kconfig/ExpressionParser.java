package dev.gristmill.kconfig;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands behind a Kconfig keyword: a quoted text, a name, an expression, and the condition after {@code if}.
 * What it cannot read becomes a {@link Expression.Macro}, of which nothing is known: the tree's own parser has read the
 * same text before, and judges it.
 */
final class ExpressionParser {
    private static final int DEEPEST = 200;

    private final String text;
    private int position;
    private int depth;

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super("not an expression", null, false, false);
        }
    }

    ExpressionParser(String text) {
        this.text = text;
    }

    /** A text in quotes if one stands here. */
    Optional<String> quoted() {
        skipBlanks();
        return position < text.length() && isQuote(text.charAt(position)) ? Optional.of(string()) : Optional.empty();
    }

    /** A value: an option, a number, a string. */
    Expression.Operand operand() {
        int start = position;
        try {
            return readOperand();
        } catch (Unreadable e) {
            return remainder(start);
        }
    }

    /** Everything up to {@code if}, a comment or the end. */
    Expression expression() {
        int start = position;
        try {
            return disjunction();
        } catch (Unreadable e) {
            return remainder(start);
        }
    }

    private Expression.Macro remainder(int start) {
        position = text.length();
        return new Expression.Macro(text.substring(start).strip());
    }

    private Expression.Operand readOperand() {
        skipBlanks();
        if (position >= text.length()) {
            throw new Unreadable();
        }
        char c = text.charAt(position);
        if (isQuote(c)) {
            var content = string();
            return content.contains("$(")
                    ? new Expression.Macro('"' + content + '"')
                    : new Expression.Constant(content);
        }
        if (c == '$') {
            return new Expression.Macro(macro());
        }
        var word = word();
        return isConstant(word) ? new Expression.Constant(word) : new Expression.Symbol(new Option(word));
    }

    /** What stands behind {@code if}; nothing where there is no condition. */
    Optional<Expression> condition() {
        skipBlanks();
        boolean here = text.startsWith("if", position)
                && (position + 2 == text.length() || !isWordPart(text.charAt(position + 2)));
        if (!here) {
            return Optional.empty();
        }
        position += 2;
        return Optional.of(expression());
    }

    private Expression disjunction() {
        if (++depth > DEEPEST) {
            throw new Unreadable();
        }
        var expression = conjunction();
        while (skip("||")) {
            expression = new Expression.Or(expression, conjunction());
        }
        depth--;
        return expression;
    }

    private Expression conjunction() {
        var expression = primary();
        while (skip("&&")) {
            expression = new Expression.And(expression, primary());
        }
        return expression;
    }

    private Expression primary() {
        if (skip("(")) {
            var inner = disjunction();
            if (!skip(")")) {
                throw new Unreadable();
            }
            return inner;
        }
        if (!at("!=") && skip("!")) {
            return negated();
        }
        var left = readOperand();
        var operator = operator();
        return operator == null ? left : new Expression.Comparison(left, operator, readOperand());
    }

    private Expression negated() {
        if (++depth > DEEPEST) {
            throw new Unreadable();
        }
        var negated = new Expression.Not(primary());
        depth--;
        return negated;
    }

    private Expression.@Nullable Operator operator() {
        if (skip("!=")) {
            return Expression.Operator.UNEQUAL;
        }
        if (skip("<=")) {
            return Expression.Operator.LESS_OR_EQUAL;
        }
        if (skip(">=")) {
            return Expression.Operator.GREATER_OR_EQUAL;
        }
        if (skip("<")) {
            return Expression.Operator.LESS;
        }
        if (skip(">")) {
            return Expression.Operator.GREATER;
        }
        return skip("=") ? Expression.Operator.EQUAL : null;
    }

    private String string() {
        char quote = text.charAt(position++);
        var content = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            content.append(text.charAt(position++));
        }
        position = Math.min(position + 1, text.length());
        return content.toString();
    }

    /** A call with whatever sticks to it, such as {@code $(a)b}. */
    private String macro() {
        int start = position;
        int open = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            open += c == '(' ? 1 : 0;
            if (open == 0 && c != '$' && !isWordPart(c)) {
                break;
            }
            open -= c == ')' ? 1 : 0;
            position++;
        }
        return text.substring(start, position);
    }

    private String word() {
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw new Unreadable();
        }
        return text.substring(start, position);
    }

    private static boolean isConstant(String word) {
        return word.equals("y")
                || word.equals("m")
                || word.equals("n")
                || Option.parse(word).isEmpty()
                || Value.parse(word).isPresent();
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isWordPart(char c) {
        return Option.isNamePart(c) || c == '-';
    }

    private boolean at(String sign) {
        skipBlanks();
        return text.startsWith(sign, position);
    }

    private boolean skip(String sign) {
        boolean here = at(sign);
        if (here) {
            position += sign.length();
        }
        return here;
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
