package dev.gristmill.plan;

import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.Difference;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kernel.BuildHistory;
import dev.gristmill.kernel.BuildRecord;
import dev.gristmill.kernel.BuildRecords;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out why kernels are not there, by the last one of their series, profile and architecture. */
final class MissingKernels {
    private static final int SHOWN_OPTIONS = 3;

    private final Store store;
    private final BuildHistory history;
    private final BuildRecords records;
    private final BuiltKernels kernels;
    private final Requests requests;

    MissingKernels(Store store, Requests requests) {
        this.store = store;
        this.requests = requests;
        this.history = new BuildHistory(store);
        this.records = new BuildRecords(store);
        this.kernels = new BuiltKernels(store);
    }

    /** @param tree if it is there */
    MissingKernel of(PlannedKernel kernel, SourceOffer offer, Optional<SourceTree> tree) throws InterruptedException {
        var last = history.last(offer.release().series(), kernel.profile().name(), kernel.architecture());
        if (last.isEmpty()) {
            return new MissingKernel(List.of("never built here"), Optional.empty());
        }
        var record = records.find(last.get().buildKey());
        var reasons = record.isEmpty()
                ? List.of("built before, but no record of it is left")
                : reasons(record.get(), kernel, offer, tree);
        return new MissingKernel(reasons, last.get().took());
    }

    private List<String> reasons(BuildRecord before, PlannedKernel kernel, SourceOffer offer, Optional<SourceTree> tree)
            throws InterruptedException {
        var reasons = new ArrayList<String>();
        if (!before.release().equals(offer.release())) {
            reasons.add("release " + before.release() + " -> " + offer.release());
        } else if (!before.source().equals(offer.identity())) {
            reasons.add("source changed: " + before.origin() + " -> " + offer.origin());
        }
        if (tree.isEmpty()) {
            reasons.add("the source is not here yet");
            return reasons;
        }
        if (!before.patches().equals(tree.get().patches())) {
            reasons.add("patches changed: " + before.patches().size() + " -> "
                    + tree.get().patches().size());
        }
        var toolchain = requests.toolchain(kernel);
        if (toolchain.isEmpty()) {
            reasons.add("the builder is not here yet");
            return reasons;
        }
        if (!before.toolchain().equals(toolchain.get().identity())) {
            reasons.add(changed(before, toolchain.get()));
        }
        var request = requests.known(kernel, tree.get());
        if (request.isEmpty()) {
            reasons.add("the configuration is to be resolved");
        } else {
            addConfiguration(before, request.get(), reasons);
        }
        return reasons;
    }

    private static String changed(BuildRecord before, Toolchain toolchain) {
        return before.toolchainDescription().equals(toolchain.description())
                ? "toolchain changed, though it calls itself " + toolchain.description() + " as before"
                : "toolchain changed: " + before.toolchainDescription() + " -> " + toolchain.description();
    }

    private void addConfiguration(BuildRecord before, KernelRequest request, List<String> reasons) {
        if (!before.config().equals(request.inputs().config())) {
            reasons.add(kernels.find(before.buildKey())
                    .map(last -> changed(last, request))
                    .orElse("resolved configuration changed"));
        }
        if (Files.exists(store.compiling().resolve(request.key().hex()))) {
            reasons.add("an earlier compile of it did not end");
        } else if (reasons.isEmpty()) {
            reasons.add(
                    before.buildKey().equals(request.key())
                            ? "built before, and removed since"
                            : "what Gristmill does with all this has changed");
        }
    }

    private static String changed(BuiltKernel last, KernelRequest request) {
        var changes = ConfigurationChanges.between(DotConfig.read(last.config()), DotConfig.read(request.config()));
        var shown = new ArrayList<String>();
        for (var kind : Difference.Kind.values()) {
            changes.of(kind).forEach(difference -> shown.add("CONFIG_" + difference.shown()));
        }
        int more = shown.size() - SHOWN_OPTIONS;
        return "resolved configuration changed: "
                + String.join(", ", shown.subList(0, Math.min(SHOWN_OPTIONS, shown.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
