package dev.gristmill.catalogue;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** The mistakes found in one YAML file so far; all are told together. */
final class Mistakes {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    void add(Node at, Problem problem) {
        problems.add(problem.where(place(at)));
    }

    void unknown(Node at, String kind, String name, Collection<String> known) {
        var sorted = known.stream().sorted().toList();
        var problem = Problem.of("unknown " + kind + " '" + name + "'").expected("one of " + String.join(", ", sorted));
        add(
                at,
                Nearest.to(name, sorted)
                        .map(n -> problem.remedy("did you mean '" + n + "'?"))
                        .orElse(problem));
    }

    /** {@code file:line:column}, counted from 1. */
    String place(Node node) {
        return node.getStartMark()
                .map(mark -> file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse(file);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }
}
