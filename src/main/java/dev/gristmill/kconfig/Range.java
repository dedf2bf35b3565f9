package dev.gristmill.kconfig;

/**
 * What a Kconfig expression can amount to. The two are the same unless the expression asks the compiler something,
 * whose answer is not written in a {@code .config}.
 */
record Range(Tristate least, Tristate most) {
    static final Range UNKNOWN = new Range(Tristate.NO, Tristate.YES);

    static Range exactly(Tristate value) {
        return new Range(value, value);
    }

    static Range of(boolean truth) {
        return exactly(truth ? Tristate.YES : Tristate.NO);
    }

    Range and(Range other) {
        return new Range(least.and(other.least), most.and(other.most));
    }

    Range or(Range other) {
        return new Range(least.or(other.least), most.or(other.most));
    }

    Range not() {
        return new Range(most.not(), least.not());
    }

    boolean surelyBelow(Tristate needed) {
        return most.compareTo(needed) < 0;
    }

    boolean possiblyBelow(Tristate needed) {
        return least.compareTo(needed) < 0;
    }
}
