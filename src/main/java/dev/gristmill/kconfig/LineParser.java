package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the lines of one file, in order. Not for use by several threads. */
final class LineParser {
    private static final String NOT_SET = " is not set";
    private static final String LINE_FORM = "CONFIG_NAME=value";

    private final Dialect dialect;
    private final String file;
    private String document = "";

    LineParser(Dialect dialect, String file) {
        this.dialect = dialect;
        this.file = file;
    }

    /** A line cannot be read. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Malformed(Problem problem) {
            super(problem.what(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /** What the line says, or nothing for a comment or a blank line. */
    Optional<OptionLine> parse(String line, int number) throws Malformed {
        var cursor = new Cursor(line);
        var location = new Location(file, number);
        cursor.skipBlanks();
        if (cursor.atEnd()) {
            return Optional.empty();
        }
        return cursor.at('#') ? comment(cursor, location) : Optional.of(assignment(cursor, location));
    }

    private Optional<OptionLine> comment(Cursor cursor, Location location) throws Malformed {
        if (dialect == Dialect.CONTRACT && cursor.skip("#:")) {
            document = cursor.rest().strip();
            return Optional.empty();
        }
        if (!cursor.skip("# " + Option.PREFIX)) {
            return Optional.empty();
        }
        var name = cursor.name();
        if (name.isEmpty() || !cursor.skip(NOT_SET)) {
            return Optional.empty();
        }
        cursor.skipBlanks();
        if (!cursor.atEnd()) {
            throw malformed(
                    "text behind '" + NOT_SET.strip() + "'",
                    location,
                    cursor.column(),
                    "the end of the line",
                    cursor.rest(),
                    "for a reason or a condition write " + Option.PREFIX + name + "=n");
        }
        return Optional.of(line(new Option(name), List.of(Tristate.NO), Condition.ALWAYS, "", location));
    }

    private OptionLine assignment(Cursor cursor, Location location) throws Malformed {
        var option = option(cursor, location);
        var values = values(cursor, location);
        cursor.skipBlanks();
        if (dialect == Dialect.DOT_CONFIG) {
            expectEnd(cursor, location, "the end of the line");
            return line(option, values, Condition.ALWAYS, "", location);
        }
        var condition = condition(cursor, location);
        var reason = cursor.skip("#") ? cursor.rest().strip() : "";
        expectEnd(cursor, location, "'if CONDITION', '# reason' or the end of the line");
        return line(option, values, condition, reason, location);
    }

    private OptionLine line(Option option, List<Value> values, Condition condition, String reason, Location location) {
        return new OptionLine(option, values, condition, reason, document, location);
    }

    private Option option(Cursor cursor, Location location) throws Malformed {
        int column = cursor.column();
        boolean prefixed = cursor.skip(Option.PREFIX);
        var name = cursor.name();
        var option = prefixed ? Option.parse(name) : Optional.<Option>empty();
        if (option.isEmpty()) {
            throw malformed(
                    "this is no option",
                    location,
                    column,
                    LINE_FORM,
                    name + cursor.word(),
                    "names start with " + Option.PREFIX
                            + " and go on with letters, digits and _; a comment starts with #");
        }
        if (!cursor.skip("=")) {
            throw malformed(
                    "the option has no value",
                    location,
                    cursor.column(),
                    "= and a value, as in " + LINE_FORM,
                    foundHere(cursor),
                    "to switch it off write " + option.get() + "=n");
        }
        return option.get();
    }

    private List<Value> values(Cursor cursor, Location location) throws Malformed {
        int column = cursor.column();
        if (cursor.at('"')) {
            return List.of(value(cursor.quoted() + cursor.word(), location, column));
        }
        var values = new ArrayList<Value>();
        for (var alternative : alternatives(cursor.word())) {
            values.add(value(alternative, location, column));
            column += alternative.length() + 1;
        }
        return values;
    }

    private List<String> alternatives(String word) {
        return dialect == Dialect.CONTRACT ? Arrays.asList(word.split("\\|", -1)) : List.of(word);
    }

    private static Value value(String written, Location location, int column) throws Malformed {
        var value = Value.parse(written);
        if (value.isEmpty()) {
            throw malformed(
                    "this is no value",
                    location,
                    column,
                    "y, m, n, a number, 0x and hex digits, or a \"string\"",
                    written.isEmpty() ? "nothing" : written,
                    "a string stands in quotes; a comment needs a blank before its #");
        }
        return value.get();
    }

    private Condition condition(Cursor cursor, Location location) throws Malformed {
        int start = cursor.column();
        if (!cursor.skip("if ")) {
            return Condition.ALWAYS;
        }
        int column = cursor.column();
        var terms = new ArrayList<Condition.Term>();
        for (var written : cursor.until('#').split(",", -1)) {
            int indent = written.length() - written.stripLeading().length();
            terms.add(term(written.strip(), location, column + indent));
            column += written.length() + 1;
        }
        var condition = new Condition(terms);
        if (condition.contradictsItself()) {
            throw malformed(
                    "the condition can never hold",
                    location,
                    start,
                    "terms that can hold together",
                    condition,
                    "all terms must hold; write a line for each case");
        }
        return condition;
    }

    private Condition.Term term(String written, Location location, int column) throws Malformed {
        var cursor = new Cursor(written);
        Optional<? extends Condition.Term> term;
        if (cursor.skip(">=")) {
            term = Condition.Bound.parse(cursor.rest().strip()).map(Condition.Term.From::new);
        } else if (cursor.skip("<")) {
            term = Condition.Bound.parse(cursor.rest().strip()).map(Condition.Term.Below::new);
        } else if (cursor.skip("since ")) {
            term = Condition.Backports.parse(cursor.rest()).map(Condition.Term.Since::new);
        } else if (cursor.skip("before ")) {
            term = Condition.Backports.parse(cursor.rest()).map(Condition.Term.Before::new);
        } else if (dialect == Dialect.CONTRACT && written.equals("full")) {
            term = Optional.of(new Condition.Term.Full());
        } else {
            term = Arrays.stream(Architecture.values())
                    .filter(a -> a.id().equals(written))
                    .findFirst()
                    .map(Condition.Term.On::new);
        }
        if (term.isEmpty()) {
            throw unknownTerm(written, location, column);
        }
        return term.get();
    }

    private Malformed unknownTerm(String written, Location location, int column) {
        var words = new ArrayList<String>();
        Arrays.stream(Architecture.values()).map(Architecture::id).forEach(words::add);
        if (dialect == Dialect.CONTRACT) {
            words.add("full");
        }
        return malformed(
                "this is no condition",
                location,
                column,
                String.join(", ", words)
                        + ", '>= 5.18', '< 6.18', 'since 5.10.215 6.1.82 6.9' or 'before 5.10.215 6.1.82 6.9', several"
                        + " separated by commas",
                written.isEmpty() ? "nothing" : written,
                Nearest.to(written, words).map(w -> "did you mean '" + w + "'?").orElse("a reason stands behind a #"));
    }

    private static void expectEnd(Cursor cursor, Location location, String expected) throws Malformed {
        if (!cursor.atEnd()) {
            int column = cursor.column();
            throw malformed(
                    "text behind the value", location, column, expected, cursor.rest(), "a string stands in quotes");
        }
    }

    private static String foundHere(Cursor cursor) {
        return cursor.atEnd() ? "the end of the line" : cursor.rest();
    }

    private static Malformed malformed(
            String what, Location location, int column, String expected, Object found, String remedy) {
        return new Malformed(Problem.of(what)
                .where(location.at(column))
                .expected(expected)
                .found(abbreviated(found.toString()))
                .remedy(remedy));
    }

    private static String abbreviated(String text) {
        var printable = new StringBuilder();
        text.codePoints().limit(60).forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return printable + (text.codePointCount(0, text.length()) > 60 ? "..." : "");
    }
}
