package dev.gristmill.plan;

import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.model.Architecture;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A kernel that was built, beside the one that is published in its place.
 *
 * @param name {@code firecracker-kernel-bin:5.10-tiny}
 * @param published nothing, if there is none, or it cannot be read
 * @param configuration what changed in it since then; nothing without a published one
 */
public record KernelChange(
        String name,
        Architecture architecture,
        Facts built,
        Optional<Facts> published,
        Optional<ConfigurationChanges> configuration) {

    /**
     * What a kernel costs.
     *
     * @param bootFile in bytes, as a VMM reads it
     * @param image in bytes, as it is pulled
     * @param modules how many
     * @param moduleBytes of all files of the modules, unpacked
     * @param microsToInit by VMM, as this store has seen it boot: the guest's own clock; empty if it has not
     */
    public record Facts(
            String release,
            long bootFile,
            long image,
            int modules,
            long moduleBytes,
            SortedMap<String, Long> microsToInit) {
        public Facts {
            microsToInit = Collections.unmodifiableSortedMap(new TreeMap<>(microsToInit));
        }
    }
}
