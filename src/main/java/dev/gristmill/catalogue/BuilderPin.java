package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.util.List;

/**
 * What a builder consists of until somebody moves it.
 *
 * @param suite of the Debian archive: {@code bookworm}
 * @param host the architecture of the machines that it runs on
 * @param layer of its image; the same packages give the same one
 * @param packages sorted by name
 */
public record BuilderPin(String suite, Architecture host, Digest layer, List<PinnedPackage> packages)
        implements Comparable<BuilderPin> {
    public BuilderPin {
        packages = packages.stream().sorted().toList();
    }

    @Override
    public int compareTo(BuilderPin other) {
        int suites = suite.compareTo(other.suite);
        return suites == 0 ? host.compareTo(other.host) : suites;
    }

    boolean isFor(String otherSuite, Architecture otherHost) {
        return suite.equals(otherSuite) && host == otherHost;
    }
}
