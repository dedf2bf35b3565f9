package dev.gristmill.fleet;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Unit;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.BuildNotes;
import dev.gristmill.registry.Parallel;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.signature.Signer;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Builds a share of the work and hands each unit over as soon as it is done: whoever is killed owes no more than the units
 * that it was at, and whoever finds a unit handed over builds nothing.
 */
public final class ShardRun {
    private static final String KERNEL = "dev.gristmill.kernel.";

    private final Work work;
    private final RegistryClient client;
    private final RegistryAddress address;
    private final Handovers handovers;
    private final Optional<Signer> signer;
    private final Store store;
    private final Progress progress;

    /** All units that are ready come at once. */
    private final Semaphore handing = new Semaphore(1, true);

    /** How units are built, and booted where that is asked for. */
    public interface Work {
        /** Whether units are booted. */
        boolean boots();

        /**
         * @param done called for each unit when it is done, perhaps by several threads
         * @throws StepException at the first unit of which there is no kernel, or none that boots
         */
        void run(List<Unit> units, Done done) throws InterruptedException;
    }

    /** What follows on a unit. */
    public interface Done {
        /** @param images those of the unit and no others, in that layout */
        void unit(Unit unit, List<PublishedIndex> images, OciLayout layout) throws InterruptedException;
    }

    /** What became of a unit. */
    public record Outcome(Unit unit, boolean built) {}

    /** @param signer signs what is handed over, if anybody does */
    public ShardRun(
            Work work,
            RegistryClient client,
            RegistryAddress address,
            Optional<Signer> signer,
            Store store,
            Progress progress) {
        this.work = work;
        this.signer = signer;
        this.client = client;
        this.address = address;
        this.handovers = new Handovers(client, address, store);
        this.store = store;
        this.progress = progress;
    }

    /** @throws StepException at the first unit that fails; those done before are handed over */
    public List<Outcome> run(List<Unit> share) throws InterruptedException {
        var outcomes = Parallel.map(share, unit -> new Outcome(unit, !isDone(unit)));
        outcomes.stream()
                .filter(outcome -> !outcome.built())
                .forEach(outcome -> progress.note(outcome.unit() + ": handed over already"));
        work.run(outcomes.stream().filter(Outcome::built).map(Outcome::unit).toList(), this::handOver);
        return outcomes;
    }

    private boolean isDone(Unit unit) throws InterruptedException {
        var there = handovers.find(unit, signer.map(Signer::key));
        try {
            return there.isPresent() && (!work.boots() || there.get().isProven());
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    private void handOver(Unit unit, List<PublishedIndex> built, OciLayout layout) throws InterruptedException {
        var images = built.stream()
                .map(one -> new Handover.Named(one.reference(), only(one).manifest()))
                .toList();
        var byDigest = images.stream()
                .map(image -> new Reference(
                        image.reference().name(), image.manifest().digest().toString()))
                .distinct()
                .toList();
        handing.acquire();
        try {
            new Push(client, address, layout, progress).run(byDigest);
            handovers.put(handover(unit, images, withBootFile(built)), signer);
        } finally {
            handing.release();
        }
    }

    /** An image of modules does not say which kernel they are for. */
    private static PackedImage withBootFile(List<PublishedIndex> built) {
        return built.stream()
                .map(ShardRun::only)
                .filter(image -> image.annotations().containsKey(KERNEL + "sha256"))
                .findFirst()
                .orElseThrow();
    }

    private static PackedImage only(PublishedIndex index) {
        return index.index().images().getFirst();
    }

    private Handover handover(Unit unit, List<Handover.Named> images, PackedImage image) {
        try {
            var buildKey = Digest.parse(says(image, "build-key"));
            var bootFile = new Digest(says(image, "sha256"));
            var notes = new BuildNotes(store, buildKey, bootFile).read();
            return new Handover(unit, buildKey, bootFile, images, notes);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("what this store knows of " + unit + " cannot be read")
                            .where(store.root())
                            .found(e),
                    e);
        }
    }

    private static String says(PackedImage image, String key) {
        return image.annotations().getOrDefault(KERNEL + key, "");
    }
}
