package dev.gristmill.ui;

/** Colours, or none: NO_COLOR (no-color.org) and a stream that is no terminal turn them off. */
public enum Palette {
    COLOURED,
    PLAIN;

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("1;31", text);
    }

    public String caution(String text) {
        return paint("33", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
