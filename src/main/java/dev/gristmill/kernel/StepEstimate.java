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

    /**
     * A line laid through kernels of 5.10: allnoconfig for x86_64 (303 options built in, 846 steps), tiny for arm64
     * (530, 1250), tiny with ten options as modules for x86_64 (550, 1778 of which 200 for modules), and what microvm
     * builds in for x86_64 (922, about 2200). Wrong by up to a sixth, which is why later runs remember.
     */
    static int guess(ConfigFacts config) {
        return 1 + config.builtIn() * 13 / 5 + config.modular() * 10;
    }
}
