package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.KernelEntry;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageKind;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceStore;
import dev.gristmill.store.Store;
import dev.gristmill.trust.Hanging;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks up what of the catalogue is published, and how it compares with what its sources have. */
public final class StatusRun {
    private final Sources sources;
    private final SourceStore trees;
    private final Store store;
    private final InstantSource clock;

    public StatusRun(Store store, Progress progress) {
        this(store, progress, InstantSource.system());
    }

    StatusRun(Store store, Progress progress, InstantSource clock) {
        this.store = store;
        this.sources = new Sources(store, progress);
        this.trees = new SourceStore(store, progress);
        this.clock = clock;
    }

    /** One line for each kernel entry and profile, by the name of the first VMM it is for. */
    public List<Publication> of(Catalogue catalogue, RegistryClient client, RegistryAddress address)
            throws InterruptedException {
        var found = new ArrayList<Publication>();
        for (var entry : catalogue.kernels()) {
            var newest = newest(entry);
            for (var name : entry.profiles()) {
                found.add(publication(entry, catalogue.profile(name), newest, client, address));
            }
        }
        return found;
    }

    private SourceOffer newest(KernelEntry entry) throws InterruptedException {
        return sources.current(new KernelVersion.NewestOf(entry.version().series()), entry.source());
    }

    private Publication publication(
            KernelEntry entry, Profile profile, SourceOffer newest, RegistryClient client, RegistryAddress address)
            throws InterruptedException {
        var name = profile.vmms().getFirst().imageName() + ImageKind.BIN.suffix();
        var tag = entry.version() + (profile.name().equals(Profile.DEFAULT) ? "" : "-" + profile.name());
        var repository = address.repository(name);
        var images = new RegistryImages(client, repository);
        var root = images.find(tag);
        var image = repository + ":" + tag;
        return new Publication(
                image,
                newest.release(),
                root.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                there(images, root.get(), new Attachments(client, repository, store), newest, image)));
    }

    private Publication.There there(
            RegistryImages images, Descriptor root, Attachments attachments, SourceOffer newest, String image)
            throws InterruptedException {
        var kernels = SaidKernel.in(images, root);
        var first = kernels.getFirst();
        var release = first.says("release")
                .flatMap(Release::parse)
                .orElseThrow(() -> new StepException(Problem.of("an image does not say which kernel it holds")
                        .where(image)
                        .expected("the annotation dev.gristmill.kernel.release")));
        var released = released(first, image);
        boolean booted = true;
        long bytes = 0;
        for (var kernel : kernels) {
            booted &= Hanging.on(attachments, kernel.manifest().digest()).booted();
            bytes += kernel.layer().size();
        }
        return new Publication.There(
                release,
                released,
                daysBehind(release, released, newest),
                days(released, clock.instant()),
                booted,
                Hanging.on(attachments, root.digest()).signed(),
                bytes);
    }

    private static Instant released(SaidKernel kernel, String image) {
        var said = kernel.said().getOrDefault("org.opencontainers.image.created", "nothing");
        try {
            return Instant.parse(said);
        } catch (DateTimeParseException e) {
            throw new StepException(
                    Problem.of("an image does not say when its kernel was released")
                            .where(image)
                            .expected("a time such as 2026-07-30T10:56:00Z")
                            .found(said),
                    e);
        }
    }

    private long daysBehind(Release release, Instant released, SourceOffer newest) {
        if (release.compareTo(newest.release()) >= 0) {
            return 0;
        }
        var known = trees.find(newest.identity()).map(tree -> tree.date());
        return Math.max(1, days(released, known.orElse(clock.instant())));
    }

    private static long days(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toDays());
    }
}
