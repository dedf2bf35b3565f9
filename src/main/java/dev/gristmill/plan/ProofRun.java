package dev.gristmill.plan;

import dev.gristmill.boot.Budget;
import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Machine;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Doctor;
import dev.gristmill.toolchain.Requirements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Boots kernels for VMMs, as many at once as the host has processors and memory for. Safe for use by several threads. */
public final class ProofRun {
    private final Prover prover;
    private @Nullable Semaphore machines;

    /** A kernel, and whom it is for. */
    public record Job(Candidate candidate, List<Vmm> vmms) {
        public Job {
            vmms = List.copyOf(vmms);
        }
    }

    public ProofRun(Store store, Progress progress, Prover.Options options) {
        this.prover = new Prover(store, progress, options);
    }

    /** @throws StepException naming the packages and the command, if this machine cannot boot such kernels */
    public static void requireEmulators(Collection<Architecture> architectures) {
        var doctor = new Doctor(Requirements.forBooting(architectures));
        var missing = doctor.missing();
        if (!missing.isEmpty()) {
            var problem = Problem.of("this machine cannot boot kernels")
                    .found(missing.stream()
                            .map(r -> "no " + r.thing().name() + ", of the package " + r.debianPackage())
                            .collect(Collectors.joining("\n")));
            throw new StepException(doctor.cure().map(problem::remedy).orElse(problem));
        }
    }

    /**
     * @param parallel how many machines may run at once, at most, over all that is booted here; the first to come decides
     * @return the proofs in the order of the jobs and their VMMs, failed ones among them
     * @throws StepException if a machine cannot be made
     * @throws InterruptedException if this thread is interrupted; no machine is left
     */
    public List<Proof> run(List<Job> jobs, int parallel) throws InterruptedException {
        var boots = new ArrayList<Callable<Proof>>();
        for (var job : jobs) {
            for (var vmm : job.vmms()) {
                for (var machine : prover.machines(vmm, job.candidate().architecture())) {
                    boots.add(() -> proved(job.candidate(), machine, parallel));
                }
            }
        }
        try (var executor = Executors.newCachedThreadPool()) {
            var proofs = new ArrayList<Proof>();
            for (var finished : executor.invokeAll(boots)) {
                proofs.add(finished.get());
            }
            return proofs;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private Proof proved(Candidate candidate, Machine machine, int parallel) throws InterruptedException {
        var room = machines(parallel);
        room.acquire();
        try {
            return prover.prove(candidate, machine);
        } finally {
            room.release();
        }
    }

    private synchronized Semaphore machines(int parallel) {
        var known = machines;
        if (known == null) {
            known = new Semaphore(Budget.machines(parallel), true);
            machines = known;
        }
        return known;
    }
}
