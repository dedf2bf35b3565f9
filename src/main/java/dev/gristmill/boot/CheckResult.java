package dev.gristmill.boot;

/**
 * What came of one check.
 *
 * @param detail what was found; empty where there is nothing to say
 */
public record CheckResult(Check check, Outcome outcome, String detail) {

    /** How it came out. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The machine that stands for the VMM cannot show it. */
        SKIPPED
    }

    static CheckResult of(Check check, boolean passed, String detail) {
        return new CheckResult(check, passed ? Outcome.PASSED : Outcome.FAILED, detail);
    }

    static CheckResult skipped(Check check, String why) {
        return new CheckResult(check, Outcome.SKIPPED, why);
    }

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
