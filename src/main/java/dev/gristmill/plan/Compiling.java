package dev.gristmill.plan;

import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.CompileHost;
import dev.gristmill.toolchain.Toolchain;
import java.util.Optional;
import java.util.OptionalInt;

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

    /** If it has to be compiled; kernels are in the order of their tickets. */
    OptionalInt ticket(WantedKernel wanted) {
        return kernels.compiles(wanted.request(), symbols) ? OptionalInt.of(shares.ticket()) : OptionalInt.empty();
    }

    ImageWriter.Finished finish(WantedKernel wanted, OptionalInt ticket) throws InterruptedException {
        if (ticket.isEmpty()) {
            return finish(wanted, Jobs.own(1));
        }
        var toolchain = wanted.request().toolchain();
        requests.requireUsable(toolchain);
        int others = hosts.of(toolchain).stream().mapToInt(CompileHost::jobs).sum();
        try (var share = shares.take(ticket.getAsInt(), sharing(toolchain), others)) {
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
