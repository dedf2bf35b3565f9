package dev.gristmill.registry;

import dev.gristmill.source.http.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Clients that do not wait before they try again. */
public final class Clients {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 2, Duration.ofMillis(1));

    private Clients() {}

    /** For a registry on this machine. */
    public static RegistryClient of(String host) {
        var access = new Access(Optional.empty(), Set.of(), Map.of());
        return new RegistryClient(host, access, RegistryClient.Use.PUSH, SHORT, pause -> {});
    }
}
