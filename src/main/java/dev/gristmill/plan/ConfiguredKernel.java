package dev.gristmill.plan;

import dev.gristmill.kconfig.ConfigurationRequest;
import dev.gristmill.kconfig.ResolvedConfiguration;
import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.toolchain.Toolchain;

/** A kernel whose configuration has been resolved. */
public record ConfiguredKernel(
        PlannedKernel planned,
        SourceTree tree,
        Toolchain toolchain,
        ConfigurationRequest request,
        ResolvedConfiguration configuration) {
    public Release release() {
        return tree.release();
    }

    /** {@code tiny@5.10.262/arm64}, as {@link ConfigurationTerm} reads it. */
    public String name() {
        return planned.profile().name() + "@" + release() + "/" + planned.architecture();
    }
}
