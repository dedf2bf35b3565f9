package dev.gristmill.fleet;

import dev.gristmill.plan.Unit;

/**
 * How much work a unit is, as a number of make's steps: 5.10, 6.1 and 6.18 take 3925 to 4743 of them in the profile {@code
 * microvm}, which has modules, and 1322 to 1786 in {@code tiny}, which has none. A machine's own history would tell better,
 * but no two machines have the same, and all have to come to the same shares without asking each other.
 */
final class ExpectedWork {
    private static final int WITH_MODULES = 4500;
    private static final int WITHOUT_MODULES = 1600;

    /** Fetching, unpacking and configuring take about as long as that many steps. */
    static final int OF_A_SOURCE = 400;

    private ExpectedWork() {}

    static int of(Unit unit) {
        return unit.planned().profile().modules() ? WITH_MODULES : WITHOUT_MODULES;
    }
}
