package dev.gristmill.registry;

import dev.gristmill.model.StepException;
import dev.gristmill.source.http.Patience;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Trying again what may succeed the next time. */
record Persistence(Patience patience, Pause pause) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Whoever asks to be left alone for longer is not waited for. */
    private static final Duration MOST_PATIENT = Duration.ofMinutes(5);

    interface Attempt<T> {
        T run() throws CallFailure, InterruptedException;
    }

    /** @throws StepException if it does not succeed, or will not */
    <T> T run(Attempt<T> attempt) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (CallFailure e) {
                waitAfter(e, tries);
            }
        }
    }

    /**
     * Waits until the next attempt is due.
     *
     * @param tries how many attempts there have been
     * @throws StepException if another one is no use
     */
    void waitAfter(CallFailure failure, int tries) throws InterruptedException {
        if (!failure.temporary()
                || tries >= patience.attempts()
                || failure.retryAfter().compareTo(MOST_PATIENT) > 0) {
            throw failure.told(tries);
        }
        pause.during(delay(failure, tries));
    }

    /** Doubled with each attempt, and at random, so that many clients do not come back together. */
    private Duration delay(CallFailure failure, int tries) {
        var doubled = patience.pause().multipliedBy(1L << Math.min(tries - 1, 10));
        long most = Math.min(doubled.toMillis(), LONGEST.toMillis());
        var jittered = Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        return failure.retryAfter().compareTo(jittered) > 0 ? failure.retryAfter() : jittered;
    }
}
