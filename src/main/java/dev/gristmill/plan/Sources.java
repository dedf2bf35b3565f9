package dev.gristmill.plan;

import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Pin;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.AptSource;
import dev.gristmill.source.GitSource;
import dev.gristmill.source.KernelOrgSource;
import dev.gristmill.source.KernelSource;
import dev.gristmill.source.OfferMemory;
import dev.gristmill.source.PatchedTrees;
import dev.gristmill.source.PathSource;
import dev.gristmill.source.Place;
import dev.gristmill.source.ReleaseNotes;
import dev.gristmill.source.RememberedOffer;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceStore;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From what the catalogue says to the source that is meant; nobody is asked twice for the same. */
final class Sources {
    /** For so long the newest release of a series counts as known. */
    private static final Duration FRESH = Duration.ofHours(6);

    private final Store store;
    private final Progress progress;
    private final SourceStore trees;
    private final PatchedTrees patched;
    private final OfferMemory ofApt;
    private final OfferMemory ofKernelOrg;
    // By text: the methods of a record that is a key would cost several milliseconds at every start.
    private final Map<String, SourceOffer> offers = new HashMap<>();
    private final Map<String, KernelSource> opened = new HashMap<>();

    Sources(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.trees = new SourceStore(store, progress);
        this.patched = new PatchedTrees(store, progress);
        this.ofApt = OfferMemory.ofApt(store);
        this.ofKernelOrg = OfferMemory.ofKernelOrg(store);
    }

    /** The offer, from memory while that is fresh, else from the source. */
    SourceOffer offer(KernelVersion version, SourceChoice choice) throws InterruptedException {
        return version instanceof KernelVersion.Pinned pinned ? pinned(pinned.pin(), choice) : found(version, choice);
    }

    /** The newest, asked of the source just now. */
    SourceOffer newest(Series series, SourceChoice choice) throws InterruptedException {
        return source(choice).newest(series);
    }

    /** The newest, from memory while that is fresh; never what was the newest longer ago. */
    SourceOffer current(KernelVersion version, SourceChoice choice) throws InterruptedException {
        var known = remembered(version, choice);
        return known.isPresent() ? known.get() : newest(version.series(), choice);
    }

    /** What changed between two releases of a series, the newest first. */
    List<ReleaseNotes> notes(Release from, Release to, SourceChoice choice) throws InterruptedException {
        return source(choice).notes(from, to);
    }

    /** What is here needs no source; what is not has to be what was pinned. */
    private SourceOffer pinned(Pin pin, SourceChoice choice) throws InterruptedException {
        var here = trees.find(pin.digest());
        if (here.isPresent()) {
            var place = new Place.Remote(URI.create(pin.path()));
            return new SourceOffer(
                    pin.release(), pin.digest(), pin.size(), place, here.get().origin(), List.of());
        }
        var offer = served(pin, choice);
        if (!offer.identity().equals(pin.digest())) {
            throw new StepException(
                    Problem.of("the source has another file for linux " + pin.release() + " than the lock pins")
                            .expected(pin.digest())
                            .found(offer.identity())
                            .remedy("a release never changes: find out which of the two is genuine"));
        }
        return offer;
    }

    private SourceOffer served(Pin pin, SourceChoice choice) throws InterruptedException {
        try {
            return found(new KernelVersion.Exactly(pin.release()), choice);
        } catch (InvalidInputException e) {
            var series = pin.release().series();
            throw new InvalidInputException(Stream.concat(
                            Stream.of(Problem.of("the lock pins linux " + pin.release() + ", which is no longer served")
                                    .expected(pin.path())
                                    .remedy("'gristmill update " + series + "' moves the lock to what there is")),
                            e.problems().stream())
                    .toList());
        }
    }

    private SourceOffer found(KernelVersion version, SourceChoice choice) throws InterruptedException {
        var wanted = version + " " + choice;
        var known = Optional.ofNullable(offers.get(wanted)).or(() -> remembered(version, choice));
        var offer = known.isPresent() ? known.get() : asked(version, choice);
        offers.put(wanted, offer);
        return offer;
    }

    /** The pristine tree, fetched and unpacked if it is not there. */
    SourceTree tree(SourceOffer offer) throws InterruptedException {
        return trees.obtain(offer);
    }

    /**
     * The tree of exactly that content, wherever it is to be had, with patches.
     *
     * @param choice where to ask if it is not here
     * @throws StepException if the release has another content there
     */
    SourceTree identical(Release release, Digest identity, SourceChoice choice, List<Path> patches)
            throws InterruptedException {
        var here = trees.find(identity);
        var pristine = here.isPresent() ? here.get() : tree(identical(release, identity, choice));
        return patched.apply(pristine, patches);
    }

    private SourceOffer identical(Release release, Digest identity, SourceChoice choice) throws InterruptedException {
        var offer = found(new KernelVersion.Exactly(release), choice);
        if (!offer.identity().equals(identity)) {
            throw new StepException(Problem.of("the source has another file for linux " + release)
                    .expected(identity)
                    .found(offer.identity() + ", " + offer.origin())
                    .remedy("--source FILE, where FILE is the archive or folder that was built from"));
        }
        return offer;
    }

    /** Of a pinned one nobody is asked. */
    Release release(PlannedKernel kernel) throws InterruptedException {
        return kernel.version() instanceof KernelVersion.Pinned pinned
                ? pinned.pin().release()
                : offer(kernel.version(), kernel.source()).release();
    }

    /**
     * What a kernel's source is. Of a pinned release nobody is asked for that. Nothing for a folder of the user's own: the
     * dates in it count, too.
     */
    Optional<SourceIdentity> identity(PlannedKernel kernel) throws InterruptedException {
        if (kernel.version() instanceof KernelVersion.Pinned pinned) {
            return Optional.of(identity(pinned.pin().release(), pinned.pin().digest(), kernel.profile()));
        }
        return identity(offer(kernel.version(), kernel.source()), kernel.profile());
    }

    /** The same of an offer. */
    Optional<SourceIdentity> identity(SourceOffer offer, Profile profile) {
        return offer.place() instanceof Place.Tree
                ? Optional.empty()
                : Optional.of(identity(offer.release(), offer.identity(), profile));
    }

    private static SourceIdentity identity(Release release, Digest pristine, Profile profile) {
        return new SourceIdentity(release, pristine, PatchedTrees.digests(profile.patchesFor(release)));
    }

    /** The tree with the profile's patches. */
    SourceTree tree(SourceOffer offer, Profile profile) throws InterruptedException {
        return patched.apply(tree(offer), profile.patchesFor(offer.release()));
    }

    /** The tree with the profile's patches, if it is there. Asks nobody, starts nothing. */
    Optional<SourceTree> here(SourceOffer offer, Profile profile) throws InterruptedException {
        var pristine =
                offer.place() instanceof Place.Tree ? Optional.of(trees.obtain(offer)) : trees.find(offer.identity());
        return pristine.flatMap(tree -> patched.find(tree, profile.patchesFor(offer.release())));
    }

    private Optional<SourceOffer> remembered(KernelVersion version, SourceChoice choice) {
        return choice instanceof SourceChoice.Local || choice instanceof SourceChoice.Git
                ? Optional.empty()
                : recalled(version, choice).filter(r -> isFresh(version, r)).map(RememberedOffer::offer);
    }

    private Optional<RememberedOffer> recalled(KernelVersion version, SourceChoice choice) {
        var memory = choice instanceof SourceChoice.KernelOrg ? ofKernelOrg : ofApt;
        return version instanceof KernelVersion.Exactly exactly
                ? memory.remembered(exactly.release())
                : memory.remembered(version.series());
    }

    /** A release never changes; only whether the mirror still has it does, which matters until it is fetched. */
    private boolean isFresh(KernelVersion version, RememberedOffer remembered) {
        return remembered.age(Instant.now()).compareTo(FRESH) < 0
                || version instanceof KernelVersion.Exactly
                        && trees.find(remembered.offer().identity()).isPresent();
    }

    private SourceOffer asked(KernelVersion version, SourceChoice choice) throws InterruptedException {
        var source = source(choice);
        try {
            return version instanceof KernelVersion.Exactly exactly
                    ? source.exactly(exactly.release())
                    : source.newest(version.series());
        } catch (StepException e) {
            return lastKnown(version, choice, e);
        }
    }

    /** A source that cannot be asked just now does not keep anybody from building what was newest a while ago. */
    private SourceOffer lastKnown(KernelVersion version, SourceChoice choice, StepException failure) {
        if (choice instanceof SourceChoice.Local || choice instanceof SourceChoice.Git) {
            throw failure;
        }
        var last = recalled(version, choice)
                .filter(r -> trees.find(r.offer().identity()).isPresent())
                .orElseThrow(() -> failure);
        progress.warn("linux " + version + ": the source cannot be asked; taking "
                + last.offer().release() + ", the newest on " + last.resolved() + "\n"
                + failure.getMessage());
        return last.offer();
    }

    private KernelSource source(SourceChoice choice) {
        return opened.computeIfAbsent(choice.toString(), text -> open(choice));
    }

    private KernelSource open(SourceChoice choice) {
        return switch (choice) {
            case SourceChoice.Auto auto -> AptSource.ofThisMachine(store, progress);
            case SourceChoice.Apt apt -> AptSource.ofThisMachine(store, progress);
            case SourceChoice.KernelOrg kernelOrg -> KernelOrgSource.of(store, progress);
            case SourceChoice.Git git -> new GitSource(git.repository(), git.keys());
            case SourceChoice.Local local -> new PathSource(local.path(), local.expected());
        };
    }
}
