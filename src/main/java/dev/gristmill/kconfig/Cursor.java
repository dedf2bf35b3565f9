package dev.gristmill.kconfig;

/** A place in a line of text that only moves forward. */
final class Cursor {
    private final String line;
    private int position;

    Cursor(String line) {
        this.line = line;
    }

    /** Counted from 1. */
    int column() {
        return position + 1;
    }

    boolean atEnd() {
        return position >= line.length();
    }

    boolean at(char c) {
        return !atEnd() && line.charAt(position) == c;
    }

    /** Moves past the text if it stands here. */
    boolean skip(String text) {
        boolean here = line.startsWith(text, position);
        if (here) {
            position += text.length();
        }
        return here;
    }

    void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(line.charAt(position))) {
            position++;
        }
    }

    /** Everything up to a blank or the end. */
    String word() {
        int start = position;
        while (!atEnd() && !Character.isWhitespace(line.charAt(position))) {
            position++;
        }
        return line.substring(start, position);
    }

    /** The longest possible name of an option from here on; may be empty. */
    String name() {
        int start = position;
        while (!atEnd() && Option.isNamePart(line.charAt(position))) {
            position++;
        }
        return line.substring(start, position);
    }

    /** A string with its quotes and escapes; without a closing quote it ends with the line. */
    String quoted() {
        int start = position++;
        while (!atEnd() && line.charAt(position) != '"') {
            position += line.charAt(position) == '\\' ? 2 : 1;
        }
        position = Math.min(position + 1, line.length());
        return line.substring(start, position);
    }

    /** Everything up to that character or the end, without it. */
    String until(char end) {
        int start = position;
        int found = line.indexOf(end, position);
        position = found < 0 ? line.length() : found;
        return line.substring(start, position);
    }

    /** Whatever is left. */
    String rest() {
        int start = position;
        position = line.length();
        return line.substring(start);
    }
}
