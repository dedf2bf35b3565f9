package dev.gristmill.kernel;

import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many steps a compile will report: as many as the last one of its kind, or a guess from its configuration. */
final class StepEstimate {
    private final Store store;
    private final Path file;

    StepEstimate(Store store, KernelRequest request) {
        this.store = store;
        this.file = store.memory()
                .resolve("steps-" + request.source().release().series() + "-" + request.profile() + "-"
                        + request.architecture());
    }

    int steps(ConfigFacts config) {
        try {
            return Math.max(1, Integer.parseInt(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return guess(config);
        }
    }

    void remember(int steps) {
        store.publishText(steps + "\n", file);
    }

    static int guess(ConfigFacts config) {
        return 300 + config.builtIn() * 3 + config.modular() * 10;
    }
}
