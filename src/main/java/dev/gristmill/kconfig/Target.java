package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;

/**
 * What a configuration is for, as conditions see it.
 *
 * @param full whether the kernel is to have everything its VMMs can use; the condition {@code full} of contracts
 */
public record Target(Architecture architecture, Release release, boolean full) {
    public static Target of(Architecture architecture, Release release) {
        return new Target(architecture, release, true);
    }

    /** {@code linux 6.1.187 on arm64}. */
    @Override
    public String toString() {
        return "linux " + release + " on " + architecture;
    }
}
