package dev.gristmill.kconfig;

/** Off, a module, or built in; in the order of Kconfig's logic, where "and" is the smaller and "or" the larger. */
public enum Tristate implements Value {
    NO("n"),
    MODULE("m"),
    YES("y");

    private final String written;

    Tristate(String written) {
        this.written = written;
    }

    public Tristate and(Tristate other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Tristate or(Tristate other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Kconfig's {@code !}: n becomes y, y becomes n, m stays. */
    public Tristate not() {
        return values()[YES.ordinal() - ordinal()];
    }

    @Override
    public String toString() {
        return written;
    }
}
