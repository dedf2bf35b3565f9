package dev.gristmill.kernel;

import java.util.Optional;

/**
 * What a compile may run at once.
 *
 * @param most programs
 * @param shared where it takes them from, if others take from there too; it has one of its own then
 */
public record Jobs(int most, Optional<JobServer> shared) {

    /** So many, and nobody else's. */
    public static Jobs own(int most) {
        return new Jobs(most, Optional.empty());
    }
}
