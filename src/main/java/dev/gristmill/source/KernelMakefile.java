package dev.gristmill.source;

import dev.gristmill.model.Release;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The version that stands in the first lines of a kernel's top Makefile. */
record KernelMakefile(Map<String, String> variables) {
    private static final List<String> NAMES = List.of("VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION");
    private static final int HEAD = 40;

    static KernelMakefile parse(List<String> lines) {
        var variables = new HashMap<String, String>();
        for (var line : lines.subList(0, Math.min(HEAD, lines.size()))) {
            int equals = line.indexOf('=');
            if (equals > 0 && NAMES.contains(line.substring(0, equals).strip())) {
                variables.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return new KernelMakefile(Map.copyOf(variables));
    }

    /** Whether this is a kernel's Makefile at all. */
    boolean isKernel() {
        return variables.keySet().containsAll(NAMES);
    }

    /** What {@code make kernelversion} would say, or nothing where that is no mainline or stable release. */
    Optional<Release> release() {
        return isKernel() ? Release.parse(text()) : Optional.empty();
    }

    /** The version as it stands there. */
    String text() {
        return "%s.%s.%s%s"
                .formatted(
                        variables.getOrDefault("VERSION", "?"),
                        variables.getOrDefault("PATCHLEVEL", "?"),
                        variables.getOrDefault("SUBLEVEL", "?"),
                        variables.getOrDefault("EXTRAVERSION", ""));
    }
}
