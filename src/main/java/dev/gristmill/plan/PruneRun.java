package dev.gristmill.plan;

import dev.gristmill.catalogue.Retention;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.Repository;
import dev.gristmill.store.Store;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes published kernels that a newer one has long taken the place of, with whatever hangs on them. A registry deletes by
 * digest, and every tag of that digest goes with it: what a tag that stays names, or is part of, is never removed.
 */
public final class PruneRun {
    private static final String ATTACHED = "sha256-";

    private final RegistryClient client;
    private final RegistryAddress address;
    private final Store store;
    private final Retention retention;
    private final InstantSource clock;

    public PruneRun(RegistryClient client, RegistryAddress address, Store store, Retention retention) {
        this(client, address, store, retention, InstantSource.system());
    }

    PruneRun(RegistryClient client, RegistryAddress address, Store store, Retention retention, InstantSource clock) {
        this.client = client;
        this.address = address;
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Something that goes.
     *
     * @param what the image, or what hung on one that is gone
     * @param ageDays of its kernel, where it is an image
     * @param manifests in the order in which they go: what is found by a tag first, so that nothing is found that is not whole
     */
    public record Removal(Repository repository, String what, OptionalLong ageDays, List<Digest> manifests) {
        public Removal {
            manifests = List.copyOf(manifests);
        }
    }

    /** What goes, of all names that images of kernels have; nothing does, yet. */
    public List<Removal> find() throws InterruptedException {
        var found = new ArrayList<Removal>();
        for (var name : ImageNames.all()) {
            found.addAll(find(address.repository(name)));
        }
        return found;
    }

    /** Removes it. @throws StepException if the registry does not let anybody, or us */
    public void run(Removal removal) throws InterruptedException {
        for (var manifest : removal.manifests()) {
            client.delete(removal.repository(), manifest);
        }
    }

    private List<Removal> find(Repository repository) throws InterruptedException {
        var images = new RegistryImages(client, repository);
        var tags = client.tags(repository);
        Map<String, Descriptor> roots = new TreeMap<>();
        for (var tag : tags) {
            if (!tag.startsWith(ATTACHED)) {
                images.find(tag).ifPresent(root -> roots.put(tag, root));
            }
        }
        var old = old(roots, images);
        var staying = new LinkedHashSet<Digest>();
        for (var entry : roots.entrySet()) {
            if (!old.containsKey(entry.getKey())) {
                staying.addAll(manifests(images, entry.getValue()));
            }
        }
        var removals = new ArrayList<Removal>();
        for (var entry : old.entrySet()) {
            var root = roots.get(entry.getKey());
            if (root != null && !staying.contains(root.digest())) {
                removals.add(new Removal(
                        repository,
                        entry.getKey(),
                        OptionalLong.of(entry.getValue()),
                        parts(images, repository, root, staying, tags)));
            }
        }
        removals.addAll(orphans(images, repository, tags));
        return removals;
    }

    /** Tags of releases that the retention lets go, with their age in days. */
    private Map<String, Long> old(Map<String, Descriptor> roots, RegistryImages images) throws InterruptedException {
        Map<String, Long> old = new TreeMap<>();
        for (var tag : ReleaseTags.beyond(retention.keep(), roots.keySet())) {
            var age = age(images, roots.get(tag));
            if (age.isPresent() && age.getAsLong() >= retention.days()) {
                old.put(tag, age.getAsLong());
            }
        }
        return old;
    }

    /** Nothing where an image does not say when its kernel was released: such a one stays. */
    private OptionalLong age(RegistryImages images, @Nullable Descriptor root) throws InterruptedException {
        try {
            var said = root == null
                    ? Map.<String, String>of()
                    : SaidKernel.in(images, root).getFirst().said();
            var created = Instant.parse(said.getOrDefault("org.opencontainers.image.created", ""));
            return OptionalLong.of(Duration.between(created, clock.instant()).toDays());
        } catch (DateTimeException | StepException e) {
            return OptionalLong.empty();
        }
    }

    private static List<Digest> manifests(RegistryImages images, Descriptor root) throws InterruptedException {
        var all = new ArrayList<>(List.of(root.digest()));
        all.addAll(images.parts(root));
        return all;
    }

    private List<Digest> parts(
            RegistryImages images, Repository repository, Descriptor root, Set<Digest> staying, List<String> tags)
            throws InterruptedException {
        var parts = new LinkedHashSet<>(manifests(images, root));
        parts.removeAll(staying);
        var attachments = new Attachments(client, repository, store);
        for (var manifest : List.copyOf(parts)) {
            parts.addAll(attachments.manifests(manifest));
            for (var tag : tags) {
                if (tag.startsWith(Attachments.tag(manifest, ""))) {
                    images.find(tag).ifPresent(found -> parts.add(found.digest()));
                }
            }
        }
        return List.copyOf(parts);
    }

    /** What an earlier run did not come to. */
    private List<Removal> orphans(RegistryImages images, Repository repository, List<String> tags)
            throws InterruptedException {
        var orphans = new ArrayList<Removal>();
        for (var tag : tags) {
            var subject = subject(tag);
            if (subject.isPresent() && images.find(subject.get().toString()).isEmpty()) {
                images.find(tag)
                        .ifPresent(found -> orphans.add(
                                new Removal(repository, tag, OptionalLong.empty(), List.of(found.digest()))));
            }
        }
        return orphans;
    }

    private static Optional<Digest> subject(String tag) {
        int end = ATTACHED.length() + Digest.LENGTH;
        try {
            return tag.startsWith(ATTACHED) && tag.length() >= end
                    ? Optional.of(new Digest(tag.substring(ATTACHED.length(), end)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
