package dev.gristmill.trust;

/**
 * What came of one check.
 *
 * @param image the digest it is about, with the architecture of an image
 * @param check {@code signature}, {@code provenance}, ...
 * @param reason why it came out like that
 */
public record Finding(String image, String check, Outcome outcome, String reason) {

    /** How a check came out. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** There is nothing to check: it decides nothing. */
        SKIPPED
    }

    boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
