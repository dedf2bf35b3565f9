package dev.gristmill.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a kernel is not there, and what it will take.
 *
 * @param reasons for people: {@code release 5.10.260 -> 5.10.262}
 * @param expected how long a compile took before
 */
public record MissingKernel(List<String> reasons, Optional<Duration> expected) {
    public MissingKernel {
        reasons = List.copyOf(reasons);
    }
}
