package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a line of a fragment or contract counts: all terms must hold. Without terms it always does. */
public record Condition(List<Term> terms) {
    public static final Condition ALWAYS = new Condition(List.of());

    /** One thing a target must fulfil. */
    public sealed interface Term {
        boolean holds(Target target);

        /** That architecture. */
        record On(Architecture architecture) implements Term {
            @Override
            public boolean holds(Target target) {
                return target.architecture() == architecture;
            }

            @Override
            public String toString() {
                return architecture.id();
            }
        }

        /** From that release or series on, itself included. */
        record From(Bound bound) implements Term {
            @Override
            public boolean holds(Target target) {
                return bound.compareTo(target.release()) <= 0;
            }

            @Override
            public String toString() {
                return ">= " + bound;
            }
        }

        /** Before that release or series. */
        record Below(Bound bound) implements Term {
            @Override
            public boolean holds(Target target) {
                return bound.compareTo(target.release()) > 0;
            }

            @Override
            public String toString() {
                return "< " + bound;
            }
        }

        /** In each series as of the release that brought something there, and in all newer series. */
        record Since(Backports backports) implements Term {
            @Override
            public boolean holds(Target target) {
                return backports.reached(target.release());
            }

            @Override
            public String toString() {
                return "since " + backports;
            }
        }

        /** The opposite of {@link Since}. */
        record Before(Backports backports) implements Term {
            @Override
            public boolean holds(Target target) {
                return !backports.reached(target.release());
            }

            @Override
            public String toString() {
                return "before " + backports;
            }
        }

        /** Kernels that are to have everything, as against minimal ones. */
        record Full() implements Term {
            @Override
            public boolean holds(Target target) {
                return target.full();
            }

            @Override
            public String toString() {
                return "full";
            }
        }
    }

    /**
     * A point in the sequence of releases.
     *
     * @param sublevel the stable number, or -1 where the series as a whole is meant
     */
    public record Bound(Series series, int sublevel) {
        /** Reads {@code 5.18} or {@code 5.10.238}; anything else gives nothing. */
        static Optional<Bound> parse(String text) {
            return Series.parse(text)
                    .map(s -> new Bound(s, -1))
                    .or(() -> Release.parse(text)
                            .filter(r -> r.candidate().isEmpty())
                            .map(r -> new Bound(r.series(), r.sublevel())));
        }

        int compareTo(Release release) {
            int bySeries = series.compareTo(release.series());
            return bySeries != 0 || sublevel < 0 ? bySeries : Integer.compare(sublevel, release.sublevel());
        }

        @Override
        public String toString() {
            return sublevel < 0 ? series.toString() : series + "." + sublevel;
        }
    }

    /**
     * Where one change of the kernel's arrived: the stable releases that took it over, and last where it comes from.
     *
     * @param bounds in ascending order, no two of one series
     */
    public record Backports(List<Bound> bounds) {
        public Backports {
            bounds = List.copyOf(bounds);
            for (int i = 1; i < bounds.size(); i++) {
                if (bounds.get(i - 1).series().compareTo(bounds.get(i).series()) >= 0) {
                    throw new IllegalArgumentException("Expected newer and newer series but found " + bounds);
                }
            }
        }

        /** Reads {@code 5.10.215 6.1.82 6.9}; anything else gives nothing. */
        static Optional<Backports> parse(String text) {
            var bounds = new ArrayList<Bound>();
            for (var word : text.strip().split(" +", -1)) {
                var bound = Bound.parse(word);
                if (bound.isEmpty()
                        || !bounds.isEmpty()
                                && bounds.getLast()
                                                .series()
                                                .compareTo(bound.get().series())
                                        >= 0) {
                    return Optional.empty();
                }
                bounds.add(bound.get());
            }
            return Optional.of(new Backports(bounds));
        }

        /** Whether that release has it. A series between those that are named never got it. */
        boolean reached(Release release) {
            return bounds.getLast().compareTo(release) <= 0
                    || bounds.stream()
                            .anyMatch(
                                    bound -> bound.series().equals(release.series()) && bound.compareTo(release) <= 0);
        }

        @Override
        public String toString() {
            return bounds.stream().map(Bound::toString).collect(Collectors.joining(" "));
        }
    }

    private static final Comparator<Bound> IN_SEQUENCE =
            Comparator.comparing(Bound::series).thenComparingInt(Bound::sublevel);

    public Condition {
        terms = List.copyOf(terms);
    }

    public boolean holds(Target target) {
        return terms.stream().allMatch(term -> term.holds(target));
    }

    /** Whether no target at all can fulfil it. */
    boolean contradictsItself() {
        boolean severalArchitectures =
                terms.stream().filter(Term.On.class::isInstance).distinct().count() > 1;
        var from = terms.stream().flatMap(Condition::earliest).max(IN_SEQUENCE);
        var below = terms.stream().flatMap(Condition::end).min(IN_SEQUENCE);
        boolean emptyRange = from.isPresent() && below.isPresent() && IN_SEQUENCE.compare(from.get(), below.get()) >= 0;
        return severalArchitectures || emptyRange;
    }

    private static @Nullable Stream<Bound> earliest(Term term) {
        if (term instanceof Term.From(Bound bound)) {
            return Stream.of(bound);
        }
        return term instanceof Term.Since(Backports backports)
                ? Stream.of(backports.bounds().getFirst())
                : null;
    }

    private static @Nullable Stream<Bound> end(Term term) {
        if (term instanceof Term.Below(Bound bound)) {
            return Stream.of(bound);
        }
        return term instanceof Term.Before(Backports backports)
                ? Stream.of(backports.bounds().getLast())
                : null;
    }

    /** As written after {@code if}; empty for {@link #ALWAYS}. */
    @Override
    public String toString() {
        return terms.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
