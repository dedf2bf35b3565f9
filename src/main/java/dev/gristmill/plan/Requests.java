package dev.gristmill.plan;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.kconfig.Fragment;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Release;
import java.util.HashMap;
import java.util.Map;

/** What each planned kernel asks of its configuration; a fragment is read once. */
final class Requests {
    private final Map<FragmentName, Fragment> read = new HashMap<>();

    /** @throws dev.gristmill.model.InvalidInputException if a fragment is wrong, or two disagree */
    RequestedConfiguration of(PlannedKernel kernel, Release release) {
        return RequestedConfiguration.merge(
                kernel.profile().fragments().stream().map(this::fragment).toList(),
                Target.of(kernel.architecture(), release));
    }

    /** Reads every fragment of the profile, so that mistakes in them are told before anything is fetched. */
    void check(Profile profile) {
        profile.fragments().forEach(this::fragment);
    }

    private Fragment fragment(FragmentName name) {
        return read.computeIfAbsent(name, n -> n.either(Fragments::builtIn, Fragments::inFile));
    }
}
