package dev.gristmill.plan;

import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.CompileHost;
import dev.gristmill.toolchain.Toolchain;
import java.util.Optional;

/** From a prepared kernel to its files, with a share of the run's jobs if it has to be compiled. */
final class Compiling {
    private final KernelBuilder kernels;
    private final CompileHosts hosts;
    private final Requests requests;
    private final ReadyKernels ready;
    private final boolean symbols;
    private final JobShares shares;

    /** @param symbols whether they are wanted, too */
    Compiling(
            KernelBuilder kernels,
            CompileHosts hosts,
            Requests requests,
            ReadyKernels ready,
            boolean symbols,
            JobShares shares) {
        this.kernels = kernels;
        this.hosts = hosts;
        this.requests = requests;
        this.ready = ready;
        this.symbols = symbols;
        this.shares = shares;
    }

    /** For each kernel that is not ready: they are compiled in the order of their tickets. */
    int ticket() {
        return shares.ticket();
    }

    ImageWriter.Finished finish(WantedKernel wanted, int ticket) throws InterruptedException {
        if (!wanted.found().compiles()) {
            return finish(wanted, Jobs.own(1));
        }
        var toolchain = wanted.request().toolchain();
        requests.requireUsable(toolchain);
        shares.help(hosts.of(toolchain).stream().mapToInt(CompileHost::jobs).sum());
        try (var share = shares.take(ticket, sharing(toolchain))) {
            return finish(wanted, share.jobs());
        }
    }

    private boolean sharing(Toolchain toolchain) throws InterruptedException {
        return shares.areShared() && JobServer.isFor(toolchain);
    }

    private ImageWriter.Finished finish(WantedKernel wanted, Jobs jobs) throws InterruptedException {
        var request = wanted.request();
        // First, since a compile for the sake of symbols gives the kernel too.
        var found = symbols ? Optional.of(kernels.symbols(request, jobs)) : Optional.<KernelSymbols>empty();
        var kernel = kernels.build(request, jobs);
        ready.offer(wanted.resolved());
        return new ImageWriter.Finished(kernel, found, wanted.violations());
    }
}
