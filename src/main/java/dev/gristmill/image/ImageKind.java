package dev.gristmill.image;

/** What of a kernel an image holds. */
public enum ImageKind {
    /** The boot file and its configuration. */
    BIN("-bin", "kernel"),
    /** The loadable modules. */
    MODULES("-modules", "modules"),
    /** Both. */
    BASE("", "kernel and modules");

    private final String suffix;
    private final String title;

    ImageKind(String suffix, String title) {
        this.suffix = suffix;
        this.title = title;
    }

    /** What an image's name has behind that of its VMM. */
    String suffix() {
        return suffix;
    }

    String title() {
        return title;
    }
}
