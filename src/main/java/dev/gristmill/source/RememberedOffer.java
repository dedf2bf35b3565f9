package dev.gristmill.source;

import java.time.Duration;
import java.time.Instant;

/** What a source once offered. */
public record RememberedOffer(SourceOffer offer, Instant resolved) {
    public Duration age(Instant now) {
        return Duration.between(resolved, now);
    }
}
