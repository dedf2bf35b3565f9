package dev.gristmill.kconfig;

import java.util.List;

/**
 * A small topical part of a configuration.
 *
 * @param name the file as people know it
 * @param requirements in the order of the file; never empty
 */
public record Fragment(String name, List<Requirement> requirements) {
    public Fragment {
        requirements = List.copyOf(requirements);
    }
}
