package dev.gristmill.plan;

import dev.gristmill.image.OciLayout;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Kernels that pass the line together.
 *
 * @param kernels of one profile
 * @param layout for their images
 */
record Group(List<FoundKernel> kernels, OciLayout layout) {

    /** By what is published together: one release and profile, all architectures. */
    static List<Group> together(List<FoundKernel> found, OciLayout layout) {
        // By text: the methods of a record that is a key would cost several milliseconds at every start.
        var groups = new LinkedHashMap<String, List<FoundKernel>>();
        for (var kernel : found) {
            var profile = kernel.planned().profile();
            var group = kernel.release() + " " + profile.name() + " " + profile.vmms();
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(kernel);
        }
        return groups.values().stream()
                .map(kernels -> new Group(kernels, layout))
                .toList();
    }

    /** Each for itself, in a layout in which no image of an earlier time is. */
    static List<Group> apart(List<FoundKernel> found, Store store) {
        return found.stream()
                .map(kernel -> new Group(List.of(kernel), OciLayout.at(store.temporary("unit"), store)))
                .toList();
    }
}
