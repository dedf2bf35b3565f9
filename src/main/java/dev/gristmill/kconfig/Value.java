package dev.gristmill.kconfig;

import java.math.BigInteger;
import java.util.Optional;

/** What an option can be set to. {@code toString} gives it as it stands in a configuration file. */
public sealed interface Value permits Tristate, Value.Number, Value.Text {

    /** A decimal or hexadecimal number; equal if the number and the notation are, however many zeros were written. */
    record Number(BigInteger value, boolean hexadecimal) implements Value {
        @Override
        public String toString() {
            return hexadecimal ? "0x" + value.toString(16) : value.toString();
        }
    }

    /** A string, without its quotes and escapes. */
    record Text(String content) implements Value {
        @Override
        public String toString() {
            return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** Reads a value as written in a configuration file; what is none gives nothing. */
    static Optional<Value> parse(String written) {
        return switch (written) {
            case "y" -> Optional.of(Tristate.YES);
            case "m" -> Optional.of(Tristate.MODULE);
            case "n" -> Optional.of(Tristate.NO);
            default -> written.startsWith("\"") ? text(written) : number(written);
        };
    }

    private static Optional<Value> number(String written) {
        boolean hexadecimal = written.startsWith("0x") || written.startsWith("0X");
        int start = hexadecimal ? 2 : written.startsWith("-") ? 1 : 0;
        int radix = hexadecimal ? 16 : 10;
        boolean digits = written.length() > start
                && written.length() <= 64
                && written.chars().skip(start).allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        return digits
                ? Optional.of(new Number(new BigInteger(written.substring(hexadecimal ? 2 : 0), radix), hexadecimal))
                : Optional.empty();
    }

    private static Optional<Value> text(String written) {
        var content = new StringBuilder();
        for (int i = 1; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                return i == written.length() - 1 ? Optional.of(new Text(content.toString())) : Optional.empty();
            }
            if (c == '\\' && ++i < written.length()) {
                c = written.charAt(i);
            }
            content.append(c);
        }
        return Optional.empty();
    }
}
