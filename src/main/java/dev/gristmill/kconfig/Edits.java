package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody changed in a configuration, as the lines of a fragment that changes it again.
 *
 * @param lines one for each option; what follows from others is left out
 * @param clashes requirements of the configuration's fragments that ask for something else
 */
public record Edits(List<String> lines, List<Requirement> clashes) {
    public Edits {
        lines = List.copyOf(lines);
        clashes = List.copyOf(clashes);
    }

    /** @param request what {@code before} was resolved from, with the files of {@code tree} */
    public static Edits between(DotConfig before, DotConfig after, ConfigurationRequest request, KconfigTree tree) {
        var lines = new ArrayList<String>();
        var clashes = new ArrayList<Requirement>();
        for (var difference : before.to(after)) {
            var option = difference.option();
            if (difference.immaterial() || difference.after().isEmpty() || !canBeAsked(option, tree)) {
                continue;
            }
            lines.add(option + "=" + difference.after().get());
            if (request instanceof RequestedConfiguration requested) {
                requested.requirement(option).ifPresent(clashes::add);
            }
        }
        return new Edits(lines, clashes);
    }

    /** An option without a prompt only follows from others. */
    private static boolean canBeAsked(Option option, KconfigTree tree) {
        return tree.definitions(option).stream()
                .anyMatch(definition -> definition.prompt().isPresent());
    }
}
