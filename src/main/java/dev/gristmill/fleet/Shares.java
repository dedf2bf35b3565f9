package dev.gristmill.fleet;

import dev.gristmill.model.Release;
import dev.gristmill.plan.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Divides units among shards: the largest first, each to the shard that would be done with it soonest. That depends on the
 * units alone, so that every machine comes to the same.
 */
public final class Shares {
    private final List<Share> shares = new ArrayList<>();
    private final int count;

    /** @param count of shards, at least one; there may be more than units */
    public Shares(List<Unit> units, int count) {
        this.count = count;
        for (int i = 0; i < count; i++) {
            shares.add(new Share());
        }
        units.stream()
                .distinct()
                .sorted(Comparator.comparingInt(ExpectedWork::of)
                        .reversed()
                        .thenComparing(unit -> unit.key().hex()))
                .forEach(this::give);
    }

    /** What that shard builds, the largest first; perhaps nothing. */
    public List<Unit> of(Shard shard) {
        if (shard.of() != count) {
            throw new IllegalArgumentException(shard + " of " + count);
        }
        return List.copyOf(shares.get(shard.number() - 1).units);
    }

    /** Who builds that unit, which is one of those that were divided. */
    public Shard owing(Unit unit) {
        for (int i = 0; i < count; i++) {
            if (shares.get(i).units.contains(unit)) {
                return new Shard(i + 1, count);
            }
        }
        throw new IllegalArgumentException("Nobody builds " + unit);
    }

    private void give(Unit unit) {
        var soonest = shares.getFirst();
        for (var share : shares) {
            if (share.workWith(unit) < soonest.workWith(unit)) {
                soonest = share;
            }
        }
        soonest.add(unit);
    }

    private static final class Share {
        private final List<Unit> units = new ArrayList<>();
        private final Set<Release> sources = new HashSet<>();
        private long work;

        /** A source is unpacked once, however many kernels are made of it. */
        long workWith(Unit unit) {
            return work + ExpectedWork.of(unit) + (sources.contains(unit.release()) ? 0 : ExpectedWork.OF_A_SOURCE);
        }

        void add(Unit unit) {
            work = workWith(unit);
            units.add(unit);
            sources.add(unit.release());
        }
    }
}
