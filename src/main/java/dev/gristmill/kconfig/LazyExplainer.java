package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.source.SourceTree;
import java.io.IOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Explains deviations; reads the tree's Kconfig files when the first one comes. */
final class LazyExplainer implements BiFunction<Problem, Deviation, Problem> {
    private final SourceTree tree;
    private final Architecture architecture;
    private final DotConfig resolved;
    private @Nullable Explainer explainer;

    LazyExplainer(SourceTree tree, Architecture architecture, DotConfig resolved) {
        this.tree = tree;
        this.architecture = architecture;
        this.resolved = resolved;
    }

    @Override
    public Problem apply(Problem problem, Deviation deviation) {
        try {
            if (explainer == null) {
                explainer = new Explainer(KconfigTree.parse(tree.root(), architecture), resolved);
            }
            return explainer
                    .explain(deviation.option(), deviation.wanted().value())
                    .addTo(problem);
        } catch (IOException e) {
            // What went wrong is known without the reason.
            return problem.with("reason", "unknown: the tree's Kconfig files cannot be read (" + e + ")");
        }
    }
}
