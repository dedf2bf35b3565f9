package dev.gristmill.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Picks from a build's output the lines that say why it failed; remembers a few of them, however long it is. */
final class CompilerErrors {
    private static final int MOST_ERRORS = 4;
    private static final int LINES_AFTER = 5;
    private static final int LAST_LINES = 8;
    private static final List<String> MARKS = List.of(
            "error: ",
            "Error: ",
            "ERROR: ",
            "undefined reference",
            ": not found",
            ": No such file or directory",
            "No space left on device",
            "Killed");

    private final List<String> excerpt = new ArrayList<>();
    private final List<String> makeFailures = new ArrayList<>();
    private final Deque<String> lead = new ArrayDeque<>();
    private final Deque<String> last = new ArrayDeque<>();
    private int errors;
    private int linesToFollow;

    /** The next line that is no step. */
    void take(String line) {
        remember(last, line, LAST_LINES);
        if (line.contains("*** ")) {
            takeMakeFailure(line);
        } else if (MARKS.stream().anyMatch(line::contains)) {
            takeError(line);
        } else if (linesToFollow > 0 && line.startsWith(" ")) {
            excerpt.add(line);
            linesToFollow--;
        } else {
            linesToFollow = 0;
            leadTo(line);
        }
    }

    /** The first errors with what the compiler said around them; without any, the last lines. */
    String excerpt() {
        if (excerpt.isEmpty() && makeFailures.isEmpty()) {
            return String.join("\n", last);
        }
        var lines = new ArrayList<>(excerpt);
        if (errors > MOST_ERRORS) {
            lines.add("and " + (errors - MOST_ERRORS) + " more");
        }
        lines.addAll(makeFailures);
        return String.join("\n", lines);
    }

    private void takeError(String line) {
        errors++;
        linesToFollow = 0;
        if (errors <= MOST_ERRORS) {
            excerpt.addAll(lead);
            excerpt.add(line);
            linesToFollow = LINES_AFTER;
        }
        lead.clear();
    }

    private void takeMakeFailure(String line) {
        linesToFollow = 0;
        // The makes above only repeat the first one.
        if (makeFailures.isEmpty() && !line.contains("Waiting for unfinished jobs")) {
            makeFailures.add(line);
        }
    }

    /** Lines in which a compiler says where the next message belongs. */
    private void leadTo(String line) {
        if (line.startsWith("In file included from") || line.startsWith("      ") || line.contains(": In function")) {
            remember(lead, line, 3);
        } else {
            lead.clear();
        }
    }

    private static void remember(Deque<String> lines, String line, int most) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }
}
