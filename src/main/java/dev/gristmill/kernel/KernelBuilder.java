package dev.gristmill.kernel;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Progress.Unit;
import dev.gristmill.progress.Task;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Compiles kernels into the store. Safe for use by several threads. */
public final class KernelBuilder {
    private final Store store;
    private final Progress progress;
    private final BuiltKernels kernels;
    private final Offline offline;

    public KernelBuilder(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.kernels = new BuiltKernels(store);
        this.offline = new Offline(progress);
    }

    /**
     * The kernel from the store, or compiled now; while another process compiles the same, waits for it.
     *
     * @param jobs how many programs make may run at once
     * @throws StepException if the compile fails; the store is as it was, but for the log
     * @throws InterruptedException if this thread is interrupted, after make is gone and its work folder is removed
     */
    public BuiltKernel build(KernelRequest request, int jobs) throws InterruptedException {
        var key = request.key();
        var known = kernels.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        try (var _ = store.lock("kernel-" + key.hex())) {
            var meanwhile = kernels.find(key);
            return meanwhile.isPresent() ? meanwhile.get() : compile(request, jobs);
        }
    }

    /** Where the log of that compile is, or will be. */
    public Path log(KernelRequest request) {
        var name = request.subject().replace(' ', '-').replace('/', '_');
        return store.logs().resolve(name + "-" + request.key().abbreviated() + ".log");
    }

    private BuiltKernel compile(KernelRequest request, int jobs) throws InterruptedException {
        var work = store.temporary("kernel");
        try (var task = progress.begin(request.subject(), "compile", Unit.STEPS);
                var log = BuildLog.open(log(request))) {
            return compile(request, jobs, work, task, log);
        } catch (IOException | UncheckedIOException e) {
            throw new StepException(
                    Problem.of("compiling " + request.subject() + " failed").found(e), e);
        } finally {
            remove(work);
        }
    }

    private BuiltKernel compile(KernelRequest request, int jobs, Path work, Task task, BuildLog log)
            throws IOException, InterruptedException {
        var config = ConfigFacts.read(request.config());
        var estimate = new StepEstimate(store, request);
        var output = new CompileOutput(log, task, estimate.steps(config));
        var compilation = new Compilation(request, config, jobs, offline.prefix(), output, work);
        var kernelRelease = compilation.run();
        var kernel = kernels.publish(compilation.finished(), request, kernelRelease);
        estimate.remember(output.steps());
        task.done(summary(kernel, config));
        return kernel;
    }

    private static String summary(BuiltKernel kernel, ConfigFacts config) throws IOException {
        var size = String.format(Locale.ROOT, "%.1f MB", Files.size(kernel.bootFile()) / 1e6);
        return kernel.bootFile().getFileName() + " " + size
                + (kernel.modules().isPresent() ? ", " + config.modular() + " options as modules" : "");
    }

    private static void remove(Path work) {
        try {
            Folders.delete(work);
        } catch (IOException e) {
            // The store removes it at the end of the run, or at the beginning of the next.
        }
    }
}
