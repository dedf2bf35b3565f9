package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.LockRun.Move;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.ReleaseNotes;
import dev.gristmill.source.SourceStore;
import dev.gristmill.store.Store;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where the series of a catalogue would move to, and what that would bring. Moves nothing. */
public final class UpdateRun {
    private final LockRun lock;
    private final Sources sources;
    private final SourceStore trees;
    private final LivingSeries living;
    private final Progress progress;

    public UpdateRun(Store store, Progress progress, LivingSeries living) {
        this.sources = new Sources(store, progress);
        this.lock = new LockRun(store, progress, sources);
        this.trees = new SourceStore(store, progress);
        this.living = living;
        this.progress = progress;
    }

    /**
     * @param from when the release that is pinned was made, where that is known here
     * @param to the same of the newest
     * @param notes of the releases after the pinned one, the newest first, where the source has them
     * @param ended whether kernel.org makes no more releases of the series
     */
    public record Update(
            Move move, Optional<LocalDate> from, Optional<LocalDate> to, List<ReleaseNotes> notes, boolean ended) {
        public Update {
            notes = List.copyOf(notes);
        }
    }

    /**
     * In the order of the catalogue.
     *
     * @param series those that are meant; all, if none is named
     * @param notes whether to ask for what changed
     */
    public List<Update> of(Catalogue catalogue, List<Series> series, boolean notes) throws InterruptedException {
        var moves = lock.newest(catalogue, series);
        var alive = living.find();
        var updates = new ArrayList<Update>();
        for (var move : moves) {
            var changes = notes ? notes(catalogue, move) : List.<ReleaseNotes>of();
            boolean ended = alive.isPresent() && !alive.get().contains(move.series());
            updates.add(new Update(
                    move,
                    move.from().flatMap(pin -> date(pin.digest(), pin.release(), changes)),
                    date(move.to().digest(), move.to().release(), changes),
                    changes,
                    ended));
        }
        return updates;
    }

    private List<ReleaseNotes> notes(Catalogue catalogue, Move move) throws InterruptedException {
        if (move.from().isEmpty() || !move.moves()) {
            return List.of();
        }
        var to = move.to().release();
        try {
            return sources.notes(move.from().get().release(), to, catalogue.source(to));
        } catch (StepException e) {
            progress.note("what changed up to linux " + to + " cannot be told: "
                    + e.problems().getFirst().what());
            return List.of();
        }
    }

    /** As the tree says, if it is here, or else the notes. */
    private Optional<LocalDate> date(Digest source, Release release, List<ReleaseNotes> changes) {
        return trees.find(source)
                .map(tree -> LocalDate.ofInstant(tree.date(), ZoneOffset.UTC))
                .or(() -> changes.stream()
                        .filter(one -> one.release().equals(release))
                        .findFirst()
                        .flatMap(ReleaseNotes::date));
    }
}
