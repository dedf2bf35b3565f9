package dev.gristmill.plan;

import dev.gristmill.kconfig.ConfigurationRequest;
import dev.gristmill.kconfig.ResolvedConfiguration;
import dev.gristmill.kconfig.ResolvedConfigurations;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.registry.Parallel;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kernels that are in the store or the cache, found without their source and their builder: what is asked for names the
 * configuration, and that names the kernel.
 */
final class ReadyKernels {
    private final Store store;
    private final Sources sources;
    private final Requests requests;
    private final KernelBuilder kernels;
    private final BuildCache cache;
    private final boolean symbols;
    private final ResolvedConfigurations configurations;

    /** @param symbols whether a kernel without its symbols is not ready */
    ReadyKernels(
            Store store, Sources sources, Requests requests, KernelBuilder kernels, BuildCache cache, boolean symbols) {
        this.store = store;
        this.sources = sources;
        this.requests = requests;
        this.kernels = kernels;
        this.cache = cache;
        this.symbols = symbols;
        this.configurations = new ResolvedConfigurations(store);
    }

    /** @param missing what is asked for, if its configuration is not in the store */
    private record Sought(
            PlannedKernel kernel,
            SourceIdentity source,
            Toolchain toolchain,
            Digest key,
            Optional<ConfigurationRequest> missing) {

        ResolvedRequest named(Requests requests, ResolvedConfiguration configuration) {
            return requests.named(kernel, source, toolchain, configuration);
        }
    }

    /**
     * Those of them for which nothing is left to do but to pack, in their order. What the cache has is fetched, several at
     * once; a kernel that it does not have costs a question.
     */
    List<Optional<ResolvedRequest>> find(List<PlannedKernel> planned) throws InterruptedException {
        var sought = new ArrayList<Optional<Sought>>();
        for (var kernel : planned) {
            sought.add(sought(kernel));
        }
        var resolved = Parallel.map(sought, one -> one.isEmpty() ? absent() : configuration(one.get()));
        var named = new ArrayList<Optional<ResolvedRequest>>();
        for (int i = 0; i < planned.size(); i++) {
            var configuration = resolved.get(i);
            named.add(
                    configuration.isEmpty()
                            ? Optional.empty()
                            : Optional.of(sought.get(i).orElseThrow().named(requests, configuration.get())));
        }
        return Parallel.map(named, one -> one.isPresent() && isThere(one.get()) ? one : Optional.empty());
    }

    private static Optional<ResolvedConfiguration> absent() {
        return Optional.empty();
    }

    private Optional<Sought> sought(PlannedKernel kernel) throws InterruptedException {
        var source = sources.identity(kernel);
        var toolchain = requests.promised(kernel);
        if (source.isEmpty() || toolchain.isEmpty()) {
            return Optional.empty();
        }
        var key = requests.configurationKey(kernel, source.get(), toolchain.get());
        var missing = configurations.find(key).isPresent()
                ? Optional.<ConfigurationRequest>empty()
                : Optional.of(requests.requested(kernel, source.get().release()));
        return Optional.of(new Sought(kernel, source.get(), toolchain.get(), key, missing));
    }

    private Optional<ResolvedConfiguration> configuration(Sought sought) throws InterruptedException {
        return sought.missing().isEmpty()
                ? configurations.find(sought.key())
                : fetched(sought, sought.missing().get());
    }

    private Optional<ResolvedConfiguration> fetched(Sought sought, ConfigurationRequest request)
            throws InterruptedException {
        var kernel = sought.kernel();
        var release = sought.source().release();
        var subject = release + "-" + kernel.profile().name() + " " + kernel.architecture();
        return cache.fetch(
                item(sought.key(), subject, kernel.architecture()),
                store.temporary("cached"),
                folder -> configurations.adopt(folder, sought.key(), release, request));
    }

    private boolean isThere(ResolvedRequest named) throws InterruptedException {
        return kernels.find(named.request()).isPresent() && !kernels.compiles(named.request(), symbols);
    }

    /** Brings a kernel's configuration to the cache, so that others find the kernel. */
    void offer(ResolvedRequest resolved) throws InterruptedException {
        var request = resolved.request();
        var configuration = resolved.configuration();
        cache.offer(
                item(configuration.key(), request.subject(), request.architecture()),
                request.inputs().date(),
                configurations.entry(configuration.key()));
    }

    private static BuildCache.Item item(Digest key, String kernel, Architecture architecture) {
        return new BuildCache.Item(BuildCache.Kind.CONFIGURATION, key, "configuration of " + kernel, architecture);
    }
}
