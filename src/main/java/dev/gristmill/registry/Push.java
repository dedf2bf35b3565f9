package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images on their way from a layout to a registry: blobs first, each once, then manifests and indexes by their digests,
 * and tags only when all the rest is there. What the registry has is not sent again.
 */
public final class Push {
    private final RegistryClient client;
    private final RegistryAddress address;
    private final OciLayout layout;
    private final Progress progress;

    public Push(RegistryClient client, RegistryAddress address, OciLayout layout, Progress progress) {
        this.client = client;
        this.address = address;
        this.layout = layout;
        this.progress = progress;
    }

    /** One tag that is to stand for one index or manifest. */
    private record Target(Reference reference, RemoteImage image, Descriptor root) {
        /** What is to be there before the tag is. */
        Content content() {
            return new Content(image.repository(), root);
        }
    }

    private record Content(Repository repository, Descriptor root) {}

    /** What is to be done when everything is there under its digest, and before any tag moves. */
    public interface BeforeTags {
        /** @throws dev.gristmill.model.StepException if no tag shall move */
        void run(List<Pushed> images) throws InterruptedException;
    }

    public PushReport run(List<Reference> references) throws InterruptedException {
        return run(references, images -> {});
    }

    /**
     * @param references those with a digest in the place of a tag get no tag
     * @throws InvalidInputException if the layout does not have one of them
     * @throws dev.gristmill.model.StepException if the registry does not take all of it; tags that already stood for
     *     something else still do, unless it is tags that failed
     */
    public PushReport run(List<Reference> references, BeforeTags step) throws InterruptedException {
        var targets = references.stream().distinct().map(this::target).toList();
        Map<Target, Pushed.State> states = new ConcurrentHashMap<>();
        Parallel.each(targets, target -> states.put(target, stateBefore(target)));
        var moving = targets.stream()
                .filter(t -> states.get(t) == Pushed.State.PUSHED)
                .toList();
        try (var transfer = new BlobTransfer(client, progress, address.toString())) {
            pushContents(moving, transfer);
            step.run(pushed(targets, states));
            // All that came before took its time, in which somebody else may have published.
            var tags = moving.stream()
                    .filter(target -> !RemoteImage.isDigest(target.image().tag()))
                    .toList();
            Parallel.each(tags, target -> states.put(target, tagged(target)));
            return transfer.report(pushed(targets, states));
        }
    }

    private static List<Pushed> pushed(List<Target> targets, Map<Target, Pushed.State> states) {
        return targets.stream()
                .map(t ->
                        new Pushed(t.reference(), t.image(), t.root().digest(), Objects.requireNonNull(states.get(t))))
                .toList();
    }

    private Target target(Reference reference) {
        var root =
                new LayoutImages(layout, reference.name()).find(reference.tag()).orElseThrow(() -> unknown(reference));
        return new Target(reference, new RemoteImage(address.repository(reference.name()), reference.tag()), root);
    }

    private InvalidInputException unknown(Reference reference) {
        var known = layout.references().stream().map(Reference::toString).toList();
        var problem = Problem.of("the image layout does not have this image")
                .where(layout.root())
                .expected(known.isEmpty() ? "an image; there is none" : "one of " + String.join(", ", known))
                .found(reference);
        return new InvalidInputException(Nearest.to(reference.toString(), known)
                .map(name -> problem.remedy("did you mean '" + name + "'?"))
                .orElse(problem.remedy("'gristmill build' makes images, --layout DIR names another layout")));
    }

    private Pushed.State stateBefore(Target target) throws InterruptedException {
        var there = client.find(target.image().repository(), target.image().tag());
        if (there.isEmpty()) {
            return Pushed.State.PUSHED;
        }
        if (there.get().digest().equals(target.root().digest())) {
            return Pushed.State.UNCHANGED;
        }
        boolean newer = MovingTag.isNewer(
                new RegistryImages(client, target.image().repository()),
                there.get(),
                new LayoutImages(layout, target.reference().name()),
                target.root());
        if (newer) {
            progress.note(target.image() + " is at a newer release and stays there");
        }
        return newer ? Pushed.State.KEPT : Pushed.State.PUSHED;
    }

    private void pushContents(List<Target> targets, BlobTransfer transfer) throws InterruptedException {
        var missing = missing(targets.stream().map(Target::content).toList());
        var manifests = missingManifests(missing);
        Map<Descriptor, Set<Repository>> wanted = new LinkedHashMap<>();
        missing.forEach((content, tree) -> tree.blobs().forEach((manifest, blobs) -> {
            if (manifests.contains(new Content(content.repository(), manifest))) {
                blobs.forEach(blob ->
                        wanted.computeIfAbsent(blob, b -> new LinkedHashSet<>()).add(content.repository()));
            }
        }));
        transfer.run(wanted, layout);
        Parallel.each(missing.entrySet(), one -> putDocuments(one.getKey(), one.getValue(), manifests));
    }

    /** What the registry does not have under its digest, from the layout. A registry has nothing without its parts. */
    private Map<Content, ImageTree> missing(List<Content> contents) throws InterruptedException {
        Map<Content, ImageTree> found = new ConcurrentHashMap<>();
        Parallel.each(contents.stream().distinct().toList(), content -> {
            if (!holds(content)) {
                var images = new LayoutImages(layout, content.repository().name());
                found.put(content, ImageTree.of(images, content.root()));
            }
        });
        Map<Content, ImageTree> inOrder = new LinkedHashMap<>(); // so that the same push mounts the same way
        contents.stream()
                .filter(found::containsKey)
                .forEach(content -> inOrder.put(content, Objects.requireNonNull(found.get(content))));
        return inOrder;
    }

    private Set<Content> missingManifests(Map<Content, ImageTree> missing) throws InterruptedException {
        var all = new LinkedHashSet<Content>();
        missing.forEach((content, tree) ->
                tree.manifests().forEach(manifest -> all.add(new Content(content.repository(), manifest))));
        Set<Content> found = ConcurrentHashMap.newKeySet();
        Parallel.each(all, manifest -> {
            if (missing.containsKey(manifest) || !holds(manifest)) {
                found.add(manifest);
            }
        });
        return found;
    }

    private boolean holds(Content content) throws InterruptedException {
        var digest = content.root().digest();
        return client.find(content.repository(), digest.toString())
                .filter(there -> there.digest().equals(digest))
                .isPresent();
    }

    private void putDocuments(Content content, ImageTree tree, Set<Content> manifests) throws InterruptedException {
        var waiting = new ArrayList<>(tree.documents().entrySet());
        for (var document : waiting) {
            var descriptor = document.getKey();
            boolean there = tree.blobs().containsKey(descriptor)
                    && !manifests.contains(new Content(content.repository(), descriptor));
            if (!there) {
                put(content.repository(), descriptor.digest(), descriptor, document.getValue());
            }
        }
    }

    private void put(Repository repository, Digest digest, Descriptor document, byte[] content)
            throws InterruptedException {
        client.putManifest(repository, digest.toString(), document, content);
    }

    private Pushed.State tagged(Target target) throws InterruptedException {
        boolean kept = stateBefore(target) == Pushed.State.KEPT;
        if (!kept) {
            var content = new LayoutImages(layout, target.reference().name()).document(target.root());
            client.putManifest(target.image().repository(), target.image().tag(), target.root(), content);
        }
        return kept ? Pushed.State.KEPT : Pushed.State.PUSHED;
    }
}
