package dev.gristmill.plan;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything before the first compile, so that what can be wrong is found as early as it can be: all tags before the first
 * source, all sources before the first configuration. Kernels that are ready need neither.
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

    /** In the order of the kernels. */
    List<WantedKernel> of(List<PlannedKernel> planned) throws InterruptedException {
        requireTagsOfTheirOwn(planned);
        var found = ready.find(planned);
        var missing = IntStream.range(0, planned.size())
                .filter(i -> found.get(i).isEmpty())
                .mapToObj(planned::get)
                .toList();
        var trees = trees(missing).iterator();
        var wanted = new ArrayList<WantedKernel>();
        for (int i = 0; i < planned.size(); i++) {
            var kernel = planned.get(i);
            wanted.add(found.get(i).isPresent() ? held(kernel, found.get(i).get()) : configured(kernel, trees.next()));
        }
        return wanted;
    }

    private List<SourceTree> trees(List<PlannedKernel> planned) throws InterruptedException {
        var offers = new ArrayList<SourceOffer>();
        for (var kernel : planned) {
            offers.add(sources.offer(kernel.version(), kernel.source()));
        }
        var trees = new ArrayList<SourceTree>();
        for (int i = 0; i < planned.size(); i++) {
            trees.add(sources.tree(offers.get(i), planned.get(i).profile()));
        }
        return trees;
    }

    private void requireTagsOfTheirOwn(List<PlannedKernel> planned) throws InterruptedException {
        var named = new ArrayList<NamedKernel>();
        for (var kernel : planned) {
            named.add(new NamedKernel(kernel, sources.release(kernel)));
        }
        var clashes = Tags.clashes(named);
        if (!clashes.isEmpty()) {
            throw new InvalidInputException(clashes);
        }
    }

    private WantedKernel configured(PlannedKernel kernel, SourceTree tree) throws InterruptedException {
        var configured = requests.configured(kernel, tree);
        return held(kernel, new ResolvedRequest(requests.compile(configured), configured.configuration()));
    }

    /** Held to the contracts of its VMMs. */
    private WantedKernel held(PlannedKernel kernel, ResolvedRequest resolved) {
        var violations = requests.violations(kernel, resolved.request(), resolved.configuration());
        contracts.check(violations);
        return new WantedKernel(kernel, resolved, violations);
    }
}
