package dev.gristmill.registry;

import java.time.Duration;

/** Waiting, which tests do not want to. */
@FunctionalInterface
interface Pause {
    void during(Duration time) throws InterruptedException;
}
