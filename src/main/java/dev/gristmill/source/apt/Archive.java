package dev.gristmill.source.apt;

import java.net.URI;
import java.util.List;

/**
 * A Debian archive this machine is set up with.
 *
 * @param base the address that {@code dists/} and {@code pool/} hang below, with a slash at its end
 * @param keys who may sign its suites; empty where the configuration leaves that to APT's own
 */
public record Archive(URI base, List<SignedBy> keys) {
    public Archive {
        keys = List.copyOf(keys);
    }

    /** Whether it looks like one that holds security updates: they have an archive of their own. */
    boolean forSecurity() {
        return base.getPath().endsWith("-security/");
    }
}
