package dev.gristmill.trust;

import dev.gristmill.model.Digest;

/**
 * What came of one check.
 *
 * @param part {@code index}, or the architecture of an image
 * @param digest of the index or image that it is about
 * @param check {@code signature}, {@code provenance}, ...
 * @param reason why it came out like that
 */
public record Finding(String part, Digest digest, String check, Outcome outcome, String reason) {

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
