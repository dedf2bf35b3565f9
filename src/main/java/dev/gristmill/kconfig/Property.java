package dev.gristmill.kconfig;

/**
 * One line of a Kconfig entry.
 *
 * @param text what stands behind the keyword, read only when somebody asks
 */
record Property(Keyword keyword, String text, Location location) {

    /** What an entry's line can begin with, as far as it matters here. */
    enum Keyword {
        BOOL,
        TRISTATE,
        STRING,
        INT,
        HEX,
        DEF_BOOL,
        DEF_TRISTATE,
        PROMPT,
        DEFAULT,
        DEPENDS,
        VISIBLE,
        SELECT,
        IMPLY,
        RANGE,
        HELP
    }

    ExpressionParser parser() {
        return new ExpressionParser(text);
    }
}
