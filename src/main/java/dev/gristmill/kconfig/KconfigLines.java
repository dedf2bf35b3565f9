package dev.gristmill.kconfig;

/** The lines of one Kconfig file; a backslash at the end of a line joins it to the next. */
final class KconfigLines {
    private final String content;
    private int next;
    private int nextNumber = 1;
    private String line = "";
    private int number;

    KconfigLines(String content) {
        this.content = content;
    }

    /** Moves to the next line; false at the end of the file. */
    boolean advance() {
        if (next >= content.length()) {
            return false;
        }
        number = nextNumber;
        line = take();
        while (line.endsWith("\\") && next < content.length()) {
            line = line.substring(0, line.length() - 1) + take();
        }
        return true;
    }

    /** The line at hand, without its end. */
    String line() {
        return line;
    }

    /** Counted from 1. */
    int number() {
        return number;
    }

    /**
     * Moves behind a help text whose keyword is the line at hand: everything that is indented at least as far as its
     * first line, and blank lines.
     */
    void skipHelp() {
        int indent = -1;
        while (next < content.length()) {
            int end = endOfLine(next);
            int width = indentation(next, end);
            if (width >= 0) {
                indent = indent < 0 ? width : indent;
                if (width < indent || width == 0) {
                    return;
                }
            }
            next = end + 1;
            nextNumber++;
        }
    }

    /** Of the characters from start to end, in columns, tabs to the next eighth; -1 for a blank line. */
    private int indentation(int start, int end) {
        int width = 0;
        for (int i = start; i < end; i++) {
            char c = content.charAt(i);
            if (c == '\t') {
                width = (width & ~7) + 8;
            } else if (c == ' ') {
                width++;
            } else {
                return c == '\r' ? -1 : width;
            }
        }
        return -1;
    }

    private String take() {
        int end = endOfLine(next);
        var taken = content.substring(next, end);
        next = end + 1;
        nextNumber++;
        return taken;
    }

    private int endOfLine(int start) {
        int end = content.indexOf('\n', start);
        return end < 0 ? content.length() : end;
    }
}
