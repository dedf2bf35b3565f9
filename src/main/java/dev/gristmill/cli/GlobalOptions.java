package dev.gristmill.cli;

import dev.gristmill.store.Store;
import dev.gristmill.ui.ConsoleProgress;
import dev.gristmill.ui.QuietProgress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every command takes. */
final class GlobalOptions {
    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "The catalogue to read (default: ${DEFAULT-VALUE}).",
            defaultValue = "gristmill.yaml")
    Path catalogue;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where sources, kernels and blobs are kept"
                    + " (default: $GRISTMILL_STORE, or gristmill in the XDG cache folder).")
    @Nullable
    Path store;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    boolean json;

    @Option(names = "--quiet", description = "Show no progress, only warnings and errors.")
    boolean quiet;

    @Option(names = "--debug", description = "Show where in the program a failure happened.")
    boolean debug;

    Store openStore() {
        return new Store(Optional.ofNullable(store).orElseGet(() -> Store.defaultRoot(System.getenv())));
    }

    ConsoleProgress openProgress() {
        return quiet ? new QuietProgress(System.err) : ConsoleProgress.onStandardError(System.getenv());
    }
}
