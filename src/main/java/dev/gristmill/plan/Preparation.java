package dev.gristmill.plan;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.source.SourceTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything before a compile. What can be told of all kernels without a source is told of all first: whether their tags
 * are their own, and which are ready. The others' sources and configurations follow, one group after the other.
 */
final class Preparation {
    private final Sources sources;
    private final Requests requests;
    private final ReadyKernels ready;
    private final ContractGate contracts;

    Preparation(Sources sources, Requests requests, ReadyKernels ready, ContractGate contracts) {
        this.sources = sources;
        this.requests = requests;
        this.ready = ready;
        this.contracts = contracts;
    }

    /** As they are when the run begins, in their order. */
    List<FoundKernel> find(List<PlannedKernel> planned) throws InterruptedException {
        var named = named(planned);
        var ready = this.ready.find(planned);
        var found = new ArrayList<FoundKernel>();
        for (int i = 0; i < planned.size(); i++) {
            found.add(new FoundKernel(planned.get(i), named.get(i).release(), ready.get(i)));
        }
        return found;
    }

    private List<NamedKernel> named(List<PlannedKernel> planned) throws InterruptedException {
        var named = new ArrayList<NamedKernel>();
        for (var kernel : planned) {
            named.add(new NamedKernel(kernel, sources.release(kernel)));
        }
        var clashes = Tags.clashes(named);
        if (!clashes.isEmpty()) {
            throw new InvalidInputException(clashes);
        }
        return named;
    }

    /** Held to the contracts of their VMMs; of those that are not ready, source and toolchain are here then. */
    List<WantedKernel> of(List<FoundKernel> group) throws InterruptedException {
        var wanted = new ArrayList<WantedKernel>();
        for (var found : group) {
            var kernel = found.planned();
            var resolved = found.ready().isPresent() ? found.ready().get() : resolved(kernel, tree(kernel));
            var violations = requests.violations(kernel, resolved.request(), resolved.configuration());
            contracts.check(violations);
            wanted.add(new WantedKernel(kernel, resolved, violations));
        }
        return wanted;
    }

    private SourceTree tree(PlannedKernel kernel) throws InterruptedException {
        return sources.tree(sources.offer(kernel.version(), kernel.source()), kernel.profile());
    }

    private ResolvedRequest resolved(PlannedKernel kernel, SourceTree tree) throws InterruptedException {
        var configured = requests.configured(kernel, tree);
        return new ResolvedRequest(requests.compile(configured), configured.configuration());
    }
}
