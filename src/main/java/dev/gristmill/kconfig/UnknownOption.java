package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Nearest;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What to say about options that a tree does not define: where else they are, and what may have been meant. */
final class UnknownOption {
    private final KconfigTree tree;
    private final Renamings renamings;
    private final Map<Architecture, List<Option>> elsewhere = new EnumMap<>(Architecture.class);

    UnknownOption(KconfigTree tree, Renamings renamings) {
        this.tree = tree;
        this.renamings = renamings;
    }

    void explain(Option option, Facts facts) {
        facts.add(
                "unknown", "no Kconfig file of this release defines " + option.name() + " for " + tree.architecture());
        if (!tellElsewhere(option, facts) && !tellRenamed(option, facts)) {
            tellNearest(option, facts);
        }
    }

    /** Whether something is known of it. */
    boolean tellRenamed(Option option, Facts facts) {
        var renaming = renamings.of(option);
        var now = renaming.stream()
                .flatMap(r -> r.successors().stream())
                .filter(tree.options()::contains)
                .map(Option::toString)
                .toList();
        var note = renaming.map(Renamings.Renaming::note).filter(n -> !n.isEmpty());
        if (!now.isEmpty()) {
            facts.add(
                    "try",
                    "ask for " + String.join(" or ", now)
                            + note.map(n -> " (" + n + ")").orElse(""));
            return true;
        }
        if (renaming.isPresent() && renaming.get().successors().isEmpty()) {
            facts.add("gone", note.orElse("without a successor"));
            return true;
        }
        var before = renamings.predecessors(option).stream()
                .filter(tree.options()::contains)
                .map(Option::toString)
                .toList();
        if (!before.isEmpty()) {
            facts.add("try", "ask for " + String.join(" or ", before) + ", as it is called in this release");
        }
        return !before.isEmpty();
    }

    private boolean tellElsewhere(Option option, Facts facts) {
        for (var architecture : Architecture.values()) {
            if (architecture != tree.architecture() && on(architecture).contains(option)) {
                facts.add(
                        "try",
                        "it exists on " + architecture + ": give the line the condition 'if " + architecture + "'");
                return true;
            }
        }
        return false;
    }

    private List<Option> on(Architecture architecture) {
        return elsewhere.computeIfAbsent(architecture, other -> {
            try {
                var here = tree.options();
                return tree.on(other).options().stream()
                        .filter(option -> !here.contains(option))
                        .toList();
            } catch (IOException e) {
                return List.of();
            }
        });
    }

    private void tellNearest(Option option, Facts facts) {
        var names = tree.options().stream().map(Option::name).toList();
        var near = new LinkedHashSet<String>();
        names.stream()
                .filter(name -> name.endsWith("_" + option.name()) || name.startsWith(option.name() + "_"))
                .sorted()
                .limit(3)
                .forEach(near::add);
        near.addAll(Nearest.several(option.name(), names, 3));
        if (near.isEmpty()) {
            facts.add("try", "leave the line out, or give it a condition, such as 'if < 6.9'");
        } else {
            facts.add("nearest", String.join(", ", near));
        }
    }
}
