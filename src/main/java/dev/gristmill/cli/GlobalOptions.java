package dev.gristmill.cli;

import dev.gristmill.store.Store;
import dev.gristmill.ui.ConsoleProgress;
import dev.gristmill.ui.QuietProgress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options every command takes. */
final class GlobalOptions {
    private static final Path DEFAULT_CATALOGUE = Path.of("gristmill.yaml");

    private final OptionSpec catalogue =
            Options.everywhere(Options.path("--catalogue", "FILE", "The catalogue to read (default: gristmill.yaml)."));
    private final OptionSpec store = Options.everywhere(
            Options.path(
                    "--store",
                    "DIR",
                    "Where sources, kernels and blobs are kept (default: $GRISTMILL_STORE, or gristmill in the XDG cache folder)."));
    private final OptionSpec json =
            Options.everywhere(Options.flag("--json", "Print one JSON document on standard output."));
    private final OptionSpec quiet =
            Options.everywhere(Options.flag("--quiet", "Show no progress, only warnings and errors."));
    private final OptionSpec debug =
            Options.everywhere(Options.flag("--debug", "Show where in the program a failure happened."));

    void addTo(CommandSpec spec) {
        spec.addOption(catalogue)
                .addOption(store)
                .addOption(json)
                .addOption(quiet)
                .addOption(debug);
    }

    Path catalogue() {
        return Optional.<Path>ofNullable(catalogue.getValue()).orElse(DEFAULT_CATALOGUE);
    }

    Store openStore() {
        return new Store(rootOf(store));
    }

    /** The store that a command was to use. */
    static Path storeOf(CommandLine command) {
        return rootOf(command.getCommandSpec().root().findOption("--store"));
    }

    private static Path rootOf(OptionSpec store) {
        @Nullable Path root = store.getValue();
        return root == null ? Store.defaultRoot(System.getenv()) : root;
    }

    ConsoleProgress openProgress() {
        return is(quiet) ? new QuietProgress(System.err) : ConsoleProgress.onStandardError(System.getenv());
    }

    boolean json() {
        return is(json);
    }

    boolean debug() {
        return is(debug);
    }

    private static boolean is(OptionSpec flag) {
        return flag.<Boolean>getValue();
    }
}
