package dev.gristmill.kernel;

import dev.gristmill.model.CompileHost;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Progress.Unit;
import dev.gristmill.progress.Task;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compiles kernels into the store. Safe for use by several threads. */
public final class KernelBuilder {
    private final Store store;
    private final Progress progress;
    private final BuiltKernels kernels;
    private final BuildRecords records;
    private final BuildHistory history;
    private final Offline offline;
    private final Path logs;
    private final BuildCache cache;
    private final CompileHosts hosts;

    public KernelBuilder(Store store, Progress progress) {
        this(store, progress, store.logs(), BuildCache.NONE, new CompileHosts(List.of(), store, progress));
    }

    /**
     * @param logs the folder where logs stay, if the store is not to stay
     * @param cache is asked before anything is compiled, and gets what was
     * @param hosts compile for this machine
     */
    public KernelBuilder(Store store, Progress progress, Path logs, BuildCache cache, CompileHosts hosts) {
        this.cache = cache;
        this.hosts = hosts;
        this.store = store;
        this.logs = logs;
        this.progress = progress;
        this.kernels = new BuiltKernels(store);
        this.records = new BuildRecords(store);
        this.history = new BuildHistory(store);
        this.offline = new Offline(progress);
    }

    /**
     * The kernel from the store, or compiled now; while another process compiles the same, waits for it.
     *
     * @throws StepException if the compile fails; the store is as it was, but for the log
     * @throws InterruptedException if this thread is interrupted, after make is gone and its work folder is removed
     */
    public BuiltKernel build(KernelRequest request, Jobs jobs) throws InterruptedException {
        var key = request.key();
        records.remember(request);
        var known = kernels.find(key);
        if (known.isPresent()) {
            history.used(request);
            offer(request);
            return known.get();
        }
        try (var _ = store.lock("kernel-" + key.hex())) {
            var had = locked(request);
            return had.isPresent() ? had.get() : compiled(request, jobs);
        }
    }

    /**
     * The kernel from the store, or from the cache; while another process compiles the same, waits for it. Compiles
     * nothing, so that the source need not be here.
     */
    public Optional<BuiltKernel> find(KernelRequest request) throws InterruptedException {
        var known = kernels.find(request.key());
        if (known.isPresent()) {
            return known;
        }
        try (var _ = store.lock("kernel-" + request.key().hex())) {
            return locked(request);
        }
    }

    private Optional<BuiltKernel> locked(KernelRequest request) throws InterruptedException {
        var meanwhile = kernels.find(request.key());
        return meanwhile.isPresent() ? meanwhile : cached(request);
    }

    private Optional<BuiltKernel> cached(KernelRequest request) throws InterruptedException {
        var folder = store.temporary("cached");
        var fetched = cache.fetch(request.item(), folder, entry -> kernels.adopt(entry, request));
        fetched.ifPresent(kernel -> history.used(request));
        return fetched;
    }

    private BuiltKernel compiled(KernelRequest request, Jobs jobs) throws InterruptedException {
        var kernel = compile(request, jobs, false);
        offer(request);
        return kernel;
    }

    private void offer(KernelRequest request) throws InterruptedException {
        cache.offer(request.item(), request.inputs().date(), kernels.entry(request.key()));
    }

    /** Whether {@link #build} would compile, or {@link #symbols} if they are wanted. */
    public boolean compiles(KernelRequest request, boolean symbols) {
        return kernels.find(request.key()).isEmpty()
                || (symbols && kernels.symbols(request.key()).isEmpty());
    }

    /** Where the log of that compile is, or will be. */
    public Path log(KernelRequest request) {
        var name = request.subject().replace(' ', '-').replace('/', '_');
        return logs.resolve(name + "-" + request.key().abbreviated() + ".log");
    }

    /**
     * The kernel's symbols from the store. They are not kept by {@link #build}: where they are missing, compiles, and
     * then the kernel is in the store too.
     *
     * @throws StepException if the compile fails, or gives another kernel than the one that is in the store
     */
    public KernelSymbols symbols(KernelRequest request, Jobs jobs) throws InterruptedException {
        var key = request.key();
        var known = kernels.symbols(key);
        if (known.isPresent()) {
            return known.get();
        }
        try (var _ = store.lock("kernel-" + key.hex())) {
            if (kernels.symbols(key).isEmpty()) {
                compile(request, jobs, true);
            }
            return kernels.symbols(key).orElseThrow();
        }
    }

    private BuiltKernel compile(KernelRequest request, Jobs jobs, boolean symbols) throws InterruptedException {
        try (var task = progress.begin(request.subject(), "compile", Unit.STEPS);
                var log = BuildLog.open(log(request))) {
            return compile(request, jobs, symbols, CompileFolder.open(store, request.key()), task, log);
        } catch (IOException | UncheckedIOException e) {
            throw new StepException(
                    Problem.of("compiling " + request.subject() + " failed").found(e), e);
        }
    }

    private BuiltKernel compile(
            KernelRequest request, Jobs jobs, boolean symbols, CompileFolder folder, Task task, BuildLog log)
            throws IOException, InterruptedException {
        var config = ConfigFacts.read(request.config());
        var estimate = new StepEstimate(store, request);
        var output = new CompileOutput(log, task, estimate.steps(config), folder.steps());
        boolean failed = true;
        var began = Instant.now();
        if (folder.resumed()) {
            progress.note(request.subject() + " is gone on with where an earlier compile ended");
        }
        try {
            var cache = CompilerCache.of(store, request);
            var wrappers = new CompilerWrappers(request.toolchain(), cache, hosts(request, config));
            var network = wrappers.hosts().isEmpty() ? offline.prefix() : List.<String>of();
            var compilation = new Compilation(request, config, jobs, network, output, folder, wrappers);
            var kernel = finished(request, config, compilation, symbols);
            failed = false;
            estimate.remember(output.steps());
            remember(request, folder, began);
            CompilerCache.prepare(store, request);
            task.done(summary(kernel, config) + (cache.isPresent() ? ", " + taken(compilation, output) : ""));
            folder.remove();
            return kernel;
        } catch (InterruptedException e) {
            failed = false;
            throw e;
        } finally {
            folder.leave(output.steps(), failed);
        }
    }

    private List<CompileHost> hosts(KernelRequest request, ConfigFacts config) throws InterruptedException {
        if (config.debugInfo() && hosts.named()) {
            progress.note(request.subject() + " is compiled here alone: its debug information would not be the same");
            return List.of();
        }
        return hosts.of(request.toolchain());
    }

    private static String taken(Compilation compilation, CompileOutput output) throws IOException {
        var taken = CompilerCache.statistics(compilation.statistics()).toString();
        output.comment(taken);
        return taken;
    }

    /** What went on from an earlier compile says nothing of how long one takes. */
    private void remember(KernelRequest request, CompileFolder folder, Instant began) {
        if (folder.resumed()) {
            history.used(request);
        } else {
            history.compiled(request, Duration.between(began, Instant.now()));
        }
    }

    private BuiltKernel finished(KernelRequest request, ConfigFacts config, Compilation compilation, boolean symbols)
            throws IOException, InterruptedException {
        var kernelRelease = compilation.run();
        var known = kernels.find(request.key());
        if (known.isPresent()) {
            requireSameBootFile(known.get(), compilation.finished());
        }
        if (symbols) {
            kernels.publishSymbols(compilation.takeSymbols(), request.key());
            if (!config.debugInfo()) {
                progress.warn("the symbols of " + request.subject() + " are names and addresses only: its configuration"
                        + " has no CONFIG_DEBUG_INFO=y");
            }
        }
        return known.isPresent() ? known.get() : kernels.publish(compilation.finished(), request, kernelRelease);
    }

    /** Symbols of other bytes would lead a debugger astray. */
    private static void requireSameBootFile(BuiltKernel known, Path finished) throws IOException {
        long difference = Files.mismatch(known.bootFile(), finished.resolve(BuiltKernels.BOOT_FILE));
        if (difference >= 0) {
            throw new StepException(Problem.of("compiling a kernel again, for its symbols, gave another kernel")
                    .where(known.bootFile())
                    .expected("the same bytes, since source, configuration and toolchain are the same")
                    .found("a first difference at byte " + difference)
                    .remedy("remove that kernel's folder from the store and build again"));
        }
    }

    private static String summary(BuiltKernel kernel, ConfigFacts config) throws IOException {
        var size = String.format(Locale.ROOT, "%.1f MB", Files.size(kernel.bootFile()) / 1e6);
        return kernel.bootFile().getFileName() + " " + size
                + (kernel.modules().isPresent() ? ", " + config.modular() + " options as modules" : "");
    }
}
