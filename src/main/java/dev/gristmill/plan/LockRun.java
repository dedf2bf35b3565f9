package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.KernelEntry;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Pin;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.Place;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pins the series of a catalogue to releases. */
public final class LockRun {
    private static final String POOL = "pool/";

    private final Sources sources;
    private final BuilderPins builders;

    public LockRun(Store store, Progress progress) {
        this(store, progress, new Sources(store, progress));
    }

    LockRun(Store store, Progress progress, Sources sources) {
        this.sources = sources;
        this.builders = new BuilderPins(store, progress);
    }

    /** @param from what the series stood for, if it was pinned */
    public record Move(Series series, Optional<Pin> from, Pin to) {
        /** Whether it stands for another tarball now. */
        public boolean moves() {
            return from.map(pin -> !pin.isSameAs(to)).orElse(true);
        }
    }

    /**
     * What the sources have for the series of the catalogue, in its order. A series that does not move keeps its pin.
     *
     * @param series those that are meant; all, if none is named
     * @throws InvalidInputException if the catalogue does not have one of them
     */
    public List<Move> newest(Catalogue catalogue, List<Series> series) throws InterruptedException {
        var entries = pinnable(catalogue);
        for (var one : series) {
            if (entries.stream().noneMatch(entry -> entry.version().series().equals(one))) {
                throw new InvalidInputException(Problem.of("the catalogue has no series " + one + " to move")
                        .where(catalogue.file())
                        .expected(entries.stream()
                                .map(entry -> entry.version().toString())
                                .collect(Collectors.joining(", "))));
            }
        }
        var moves = new ArrayList<Move>();
        for (var entry : entries) {
            var one = entry.version().series();
            if (series.isEmpty() || series.contains(one)) {
                var newest = pin(sources.newest(one, entry.source()), entry);
                var from = catalogue.lock().pin(one);
                moves.add(new Move(one, from, from.filter(newest::isSameAs).orElse(newest)));
            }
        }
        return moves;
    }

    /**
     * Pins what of these kernels and their builders is not pinned, and writes the lock if there was anything. A source that
     * cannot be asked just now pins nothing.
     *
     * @return the catalogue with its lock as it is then
     */
    public Catalogue complete(Catalogue catalogue, List<PlannedKernel> planned) throws InterruptedException {
        return builders.complete(withReleases(catalogue, planned), planned);
    }

    private Catalogue withReleases(Catalogue catalogue, List<PlannedKernel> planned) throws InterruptedException {
        var pins = new ArrayList<Pin>();
        for (var entry : pinnable(catalogue)) {
            var version = entry.version();
            if (catalogue.lock().pin(version.series()).isEmpty()
                    && planned.stream().anyMatch(kernel -> kernel.version().equals(version))) {
                current(entry).ifPresent(pins::add);
            }
        }
        if (pins.isEmpty()) {
            return catalogue;
        }
        var lock = catalogue.lock().with(pins);
        lock.write();
        return catalogue.with(lock);
    }

    private Optional<Pin> current(KernelEntry entry) throws InterruptedException {
        try {
            return Optional.of(pin(sources.current(entry.version(), entry.source()), entry));
        } catch (StepException e) {
            return Optional.empty(); // whoever needs the source next says why
        }
    }

    private static List<KernelEntry> pinnable(Catalogue catalogue) {
        return catalogue.kernels().stream()
                .filter(entry -> entry.version() instanceof KernelVersion.NewestOf)
                .filter(entry -> !(entry.source() instanceof SourceChoice.Local))
                .toList();
    }

    private static Pin pin(SourceOffer offer, KernelEntry entry) {
        return new Pin(
                offer.release(),
                kind(entry.source()),
                path(offer.place()),
                offer.size(),
                offer.identity(),
                offer.signers(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String kind(SourceChoice source) {
        return switch (source) {
            case SourceChoice.Auto _ -> "apt";
            case SourceChoice.Git _ -> "git";
            case SourceChoice.Apt _, SourceChoice.KernelOrg _, SourceChoice.Local _ -> source.toString();
        };
    }

    /** Below the archive's root, so that it holds on every mirror. */
    private static String path(Place place) {
        var path = switch (place) {
            case Place.Remote remote -> remote.address().getPath();
            case Place.Tag tag -> tag.name();
            case Place.Tarball _, Place.Tree _ -> place.toString();
        };
        int pool = path.indexOf("/" + POOL);
        return pool < 0 ? path : path.substring(pool + 1);
    }
}
