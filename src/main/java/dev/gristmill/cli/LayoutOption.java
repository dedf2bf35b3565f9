package dev.gristmill.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which OCI image layout. */
final class LayoutOption {
    private static final Path DEFAULT = Path.of("images");

    private final OptionSpec layout = OptionSpec.builder("--layout", "--output")
            .paramLabel("DIR")
            .type(Path.class)
            .converters(Path::of)
            .description("The OCI image layout (default: images).")
            .build();

    void addTo(CommandSpec spec) {
        spec.addOption(layout);
    }

    /** Whether somebody says which. */
    boolean isNamed() {
        return layout.getValue() != null;
    }

    Path folder() {
        return Optional.<Path>ofNullable(layout.getValue()).orElse(DEFAULT);
    }
}
