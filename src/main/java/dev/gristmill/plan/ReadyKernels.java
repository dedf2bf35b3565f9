package dev.gristmill.plan;

import dev.gristmill.kconfig.ResolvedConfiguration;
import dev.gristmill.kconfig.ResolvedConfigurations;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
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

    /** @param request whose source and toolchain need not be here */
    record Ready(KernelRequest request, ResolvedConfiguration configuration) {}

    /** What is left to do for it is to pack. */
    Optional<Ready> find(PlannedKernel kernel) throws InterruptedException {
        var source = sources.identity(kernel);
        var toolchain = requests.promised(kernel);
        return source.isEmpty() || toolchain.isEmpty() ? Optional.empty() : find(kernel, source.get(), toolchain.get());
    }

    private Optional<Ready> find(PlannedKernel kernel, SourceIdentity source, Toolchain toolchain)
            throws InterruptedException {
        var key = requests.configurationKey(kernel, source, toolchain);
        var here = configurations.find(key);
        var configuration = here.isPresent() ? here : fetched(kernel, key, source);
        if (configuration.isEmpty()) {
            return Optional.empty();
        }
        var then = configuration.get().circumstances();
        var tree = sources.remembered(source, then);
        var request = requests.request(kernel, tree, toolchain.described(then.toolchain()), configuration.get());
        boolean ready = kernels.find(request).isPresent() && !kernels.compiles(request, symbols);
        return ready ? Optional.of(new Ready(request, configuration.get())) : Optional.empty();
    }

    private Optional<ResolvedConfiguration> fetched(PlannedKernel kernel, Digest key, SourceIdentity source)
            throws InterruptedException {
        var request = requests.requested(kernel, source.release());
        var item = new BuildCache.Item(
                BuildCache.Kind.CONFIGURATION,
                key,
                "configuration of " + source.release() + "-" + kernel.profile().name() + " " + kernel.architecture(),
                kernel.architecture());
        return cache.fetch(
                item,
                store.temporary("cached"),
                folder -> configurations.adopt(folder, key, source.release(), request));
    }

    /** Brings a kernel's configuration to the cache, so that others find the kernel. */
    void offer(KernelRequest request, ResolvedConfiguration configuration) throws InterruptedException {
        var item = new BuildCache.Item(
                BuildCache.Kind.CONFIGURATION,
                configuration.key(),
                "configuration of " + request.subject(),
                request.architecture());
        cache.offer(item, request.inputs().date(), configurations.entry(configuration.key()));
    }
}
