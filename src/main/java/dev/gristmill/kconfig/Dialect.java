package dev.gristmill.kconfig;

/** The three files that are written in lines of options. Each reads what the first one does, and more. */
public enum Dialect {
    /** A plain {@code .config}, as the kernel writes it. */
    DOT_CONFIG,
    /** With conditions, and comments behind values. */
    FRAGMENT,
    /** With alternatives, the condition {@code full}, and {@code #:} lines that name a document. */
    CONTRACT
}
