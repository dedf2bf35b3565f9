package dev.gristmill.plan;

import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.KconfigTree;
import dev.gristmill.kconfig.Origins;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernels' configurations for those who want to read them: sources are fetched and configurations resolved where they
 * are missing, and nothing is compiled.
 */
public final class Configurations {
    private final Sources sources;
    private final Requests requests;
    // One at a time: there may be many trees in a catalogue, and each is tens of megabytes in memory.
    private @Nullable KconfigTree files;
    private @Nullable SourceTree filesOf;

    public Configurations(Store store, Progress progress) {
        this.sources = new Sources(store, progress);
        this.requests = new Requests(store, progress);
    }

    /** Reads every fragment and full configuration of these kernels, so that mistakes in them are told at once. */
    public void check(List<PlannedKernel> planned) {
        planned.forEach(kernel -> requests.check(kernel.profile()));
    }

    /** The source of a kernel, with the patches of its profile. */
    public SourceTree tree(PlannedKernel planned) throws InterruptedException {
        return sources.tree(sources.offer(planned.version(), planned.source()), planned.profile());
    }

    /**
     * The kernel with its configuration, from the store if it is there.
     *
     * @throws StepException if it cannot be resolved as it is asked for
     */
    public ConfiguredKernel resolve(PlannedKernel planned) throws InterruptedException {
        return requests.configured(planned, tree(planned));
    }

    /** In which demands of its VMMs a kernel's configuration falls short. */
    public List<Violation> violations(ConfiguredKernel kernel) {
        return requests.violations(kernel.planned(), kernel.configuration());
    }

    /** Where each of its options has its value from. */
    public Origins origins(ConfiguredKernel kernel) {
        var resolved = kernel.configuration().read();
        return new Origins(kernel.request(), kconfig(kernel), resolved);
    }

    /** The Kconfig files its configuration was resolved with. Quick for kernels of one tree and architecture in a row. */
    public KconfigTree kconfig(ConfiguredKernel kernel) {
        return kconfig(kernel.tree(), kernel.planned().architecture());
    }

    private KconfigTree kconfig(SourceTree tree, Architecture architecture) {
        if (files == null || !tree.equals(filesOf) || files.architecture() != architecture) {
            try {
                files = null; // before the next one is read
                files = KconfigTree.parse(tree.root(), architecture);
                filesOf = tree;
            } catch (IOException e) {
                throw new StepException(
                        Problem.of("the Kconfig files of linux " + tree.release() + " cannot be read")
                                .where(tree.root())
                                .found(e),
                        e);
            }
        }
        return files;
    }
}
