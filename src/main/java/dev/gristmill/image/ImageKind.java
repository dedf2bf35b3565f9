package dev.gristmill.image;

/** What of a kernel an image holds. */
public enum ImageKind {
    /** The boot file and its configuration. */
    BIN("-bin", "kernel"),
    /** The loadable modules. */
    MODULES("-modules", "modules"),
    /** Both. */
    BASE("", "kernel and modules"),
    /** What a debugger wants. */
    DEBUG("-debug", "symbols");

    private final String suffix;
    private final String title;

    ImageKind(String suffix, String title) {
        this.suffix = suffix;
        this.title = title;
    }

    /** Whether a VMM finds a kernel in it. */
    boolean boots() {
        return this == BIN || this == BASE;
    }

    /** What an image's name has behind that of its VMM. */
    public String suffix() {
        return suffix;
    }

    String title() {
        return title;
    }
}
