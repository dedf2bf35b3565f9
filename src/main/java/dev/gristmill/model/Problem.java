package dev.gristmill.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that went wrong, told so that it can be mended.
 *
 * @param what what was being done and why it did not work, one sentence
 * @param facts labelled values in the order to show them: where, expected, found, try, ...
 */
public record Problem(String what, List<Fact> facts) {

    /** A labelled value; the value may span lines. */
    public record Fact(String label, String value) {}

    public Problem {
        facts = List.copyOf(facts);
    }

    public static Problem of(String what) {
        return new Problem(what, List.of());
    }

    /** The place: {@code file:line:column}, an option, a URL without secrets. */
    public Problem where(Object place) {
        return with("where", place.toString());
    }

    public Problem expected(Object value) {
        return with("expected", value.toString());
    }

    public Problem found(Object value) {
        return with("found", value.toString());
    }

    /** In words where they are known: the name of an exception's class tells only those who know the program. */
    public Problem found(Throwable failure) {
        return found(words(failure));
    }

    private static String words(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> "no such file: " + e.getFile();
            case AccessDeniedException e -> "no permission: " + e.getFile();
            case FileSystemException e when e.getReason() != null -> String.valueOf(e.getMessage());
            case UncheckedIOException e when e.getCause() != null -> words(e.getCause());
            case IOException e when e.getClass() == IOException.class && e.getMessage() != null -> e.getMessage();
            default -> failure.toString();
        };
    }

    /** What the user can do next. */
    public Problem remedy(String advice) {
        return with("try", advice);
    }

    /** The same problem with one more fact. */
    public Problem with(String label, String value) {
        var more = new ArrayList<>(facts);
        more.add(new Fact(label, value));
        return new Problem(what, more);
    }

    /** The sentence, then one indented line for each fact. */
    @Override
    public String toString() {
        return facts.stream()
                .map(f -> "\n  %-9s %s".formatted(f.label + ":", f.value.replace("\n", "\n" + " ".repeat(12))))
                .collect(Collectors.joining("", what, ""));
    }
}
