package dev.gristmill.fleet;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageIndex;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Unit;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.BuildNotes;
import dev.gristmill.registry.Parallel;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes one publication of what shards handed over. Of the images it reads the manifests alone: their layers are in the
 * registry and stay there. Indexes come out as they do where one machine builds everything.
 */
public final class Assembly {
    private final RegistryClient client;
    private final RegistryAddress address;
    private final Store store;
    private final Progress progress;
    private final Handovers handovers;
    private final Optional<VerificationKey> key;

    /**
     * What can be pushed.
     *
     * @param layout with indexes and manifests and no layers, which is enough where the registry has these
     * @param references all names and tags, sorted
     * @param notes a store that holds what the shards knew of the kernels, and nothing else
     */
    public record Assembled(OciLayout layout, List<Reference> references, Store notes) {}

    /** @param key who must have signed what counts as handed over; nothing, if everything counts */
    public Assembly(
            RegistryClient client,
            RegistryAddress address,
            Optional<VerificationKey> key,
            Store store,
            Progress progress) {
        this.key = key;
        this.client = client;
        this.address = address;
        this.store = store;
        this.progress = progress;
        this.handovers = new Handovers(client, address, store);
    }

    /**
     * Waits for nobody.
     *
     * @param shares who owes what, if that is known
     * @param proven whether each unit must have booted
     * @throws StepException naming each unit that is not there, has not booted, or is not what was asked for
     */
    public Assembled run(List<Unit> units, Optional<Shares> shares, boolean proven) throws InterruptedException {
        try (var task = progress.begin(address.toString(), "assemble", Progress.Unit.STEPS)) {
            task.expect(units.size());
            var found = found(units);
            requireAll(units, found, shares, proven);
            var all =
                    units.stream().map(found::get).map(Objects::requireNonNull).toList();
            var assembled = assembled(all);
            task.done(units.size() + " kernels, " + assembled.references().size() + " tags");
            return assembled;
        }
    }

    private Map<Unit, Handover> found(List<Unit> units) throws InterruptedException {
        var found = new ConcurrentHashMap<Unit, Handover>();
        Parallel.each(units, unit -> handovers.find(unit, key).ifPresent(handover -> found.put(unit, handover)));
        return found;
    }

    private void requireAll(List<Unit> units, Map<Unit, Handover> found, Optional<Shares> shares, boolean proven) {
        var problems = new ArrayList<Problem>();
        for (var unit : units) {
            var handover = found.get(unit);
            if (handover == null) {
                var signed = key.isPresent() ? ", signed by the shards' key" : "";
                problems.add(Problem.of(unit + " is not handed over" + signed + owing(unit, shares))
                        .where(handovers.place(unit))
                        .remedy(command(unit, shares, proven)));
            } else if (proven && !isProven(handover)) {
                problems.add(Problem.of("nobody has shown that " + unit + " boots" + owing(unit, shares))
                        .where(handovers.place(unit))
                        .remedy(command(unit, shares, true) + "; or publish with --no-boot what is not known to boot"));
            }
        }
        if (!problems.isEmpty()) {
            throw new StepException(problems, null);
        }
    }

    private static boolean isProven(Handover handover) {
        try {
            return handover.isProven();
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    private static String owing(Unit unit, Optional<Shares> shares) {
        return shares.map(all -> "; shard " + all.owing(unit) + " owes it").orElse("");
    }

    private static String command(Unit unit, Optional<Shares> shares, boolean proven) {
        var shard = shares.map(all -> all.owing(unit).toString()).orElse("...");
        return "gristmill build " + (proven ? "--boot " : "") + "--shard " + shard;
    }

    private Assembled assembled(List<Handover> all) throws InterruptedException {
        var named = newest(all);
        var layout = OciLayout.at(store.temporary("assembly"), store);
        for (var one : named.entrySet()) {
            var images = new ArrayList<PackedImage>();
            for (var part : one.getValue()) {
                images.add(image(part.handover(), part.image()));
            }
            put(layout, one.getKey(), images);
        }
        return new Assembled(layout, List.copyOf(named.keySet()), notes(all));
    }

    private record Part(Handover handover, Handover.Named image) {
        Release release() {
            return handover.unit().release();
        }
    }

    /** What each name and tag stands for: of several releases of a series, the newest has the tag of the series. */
    private SortedMap<Reference, List<Part>> newest(List<Handover> all) {
        var found = new TreeMap<Reference, List<Part>>();
        for (var handover : all) {
            for (var image : handover.images()) {
                requireNameOf(handover.unit(), image.reference());
                found.computeIfAbsent(image.reference(), reference -> new ArrayList<>())
                        .add(new Part(handover, image));
            }
        }
        for (var parts : found.values()) {
            var newest = parts.stream().map(Part::release).max(Comparator.naturalOrder());
            parts.removeIf(part -> !part.release().equals(newest.orElseThrow()));
        }
        return found;
    }

    private Store notes(List<Handover> all) {
        try (var notes = new Store(store.temporary("notes"))) {
            all.forEach(handover -> bring(handover, notes));
            return notes;
        }
    }

    /** An image as its manifest in the registry tells, which is then in the store. */
    private PackedImage image(Handover handover, Handover.Named named) throws InterruptedException {
        var repository = address.repository(named.reference().name());
        var content = new RegistryImages(client, repository).document(named.manifest());
        try {
            var image = PackedImage.read(named.manifest(), content);
            HandedImage.require(image, handover);
            keep(named.manifest(), content);
            return image;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("what was handed over is not what was asked for")
                            .where(repository + "@" + named.manifest().digest())
                            .expected("an image of " + handover.unit())
                            .found(e.getMessage() == null ? e : e.getMessage()),
                    e);
        }
    }

    private void requireNameOf(Unit unit, Reference reference) {
        if (!HandedImage.mayBeCalled(reference, unit)) {
            throw new StepException(Problem.of("what was handed over is not what was asked for")
                    .where(handovers.place(unit))
                    .expected("names and tags of " + unit)
                    .found(reference));
        }
    }

    private static void bring(Handover handover, Store notes) {
        try {
            new BuildNotes(notes, handover.buildKey(), handover.bootFile()).write(handover.notes());
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the store cannot be written")
                            .where(notes.root())
                            .found(e),
                    e);
        }
    }

    private void put(OciLayout layout, Reference reference, List<PackedImage> images) throws InterruptedException {
        var index = new ImageIndex(images);
        var content = index.bytes();
        var root = Descriptor.of(MediaTypes.INDEX, content);
        keep(root, content);
        var documents = new ArrayList<>(
                index.images().stream().map(PackedImage::manifest).toList());
        documents.add(root);
        layout.adopt(reference, root, documents);
    }

    private void keep(Descriptor document, byte[] content) {
        var file = store.temporary("document");
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the store cannot be written").where(file).found(e), e);
        }
        store.publish(file, store.blobs().resolve(document.digest().hex()));
    }
}
