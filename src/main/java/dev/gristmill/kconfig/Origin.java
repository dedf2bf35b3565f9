package dev.gristmill.kconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Why an option of a resolved configuration has the value it has. {@code toString} says it to people. */
public sealed interface Origin {
    /** A fragment asks for it. */
    record Asked(Requirement requirement) implements Origin {
        @Override
        public String toString() {
            var reason = requirement.reason();
            return requirement.location() + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /** The full configuration says so. */
    record Said(Path file) implements Origin {
        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    /** Other options turn it on. */
    record Selected(List<Option> by) implements Origin {
        public Selected {
            by = List.copyOf(by);
        }

        @Override
        public String toString() {
            return "selected by " + Facts.row(by);
        }
    }

    /** Nobody asks for it: the tree decides. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /** Something keeps it off. */
    record Hindered(Explanation by) implements Origin {
        @Override
        public String toString() {
            return row(by);
        }
    }

    /** The tree does not define it. */
    record Unknown(Explanation near) implements Origin {
        @Override
        public String toString() {
            return row(near);
        }
    }

    private static String row(Explanation explanation) {
        return explanation.facts().stream()
                .map(fact -> fact.label() + ": " + fact.value().replace("\n", "; "))
                .collect(Collectors.joining("; "));
    }
}
