package dev.gristmill.source;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.apt.AptArchives;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.apt.GpgvSignatures;
import dev.gristmill.source.apt.ListedTarball;
import dev.gristmill.source.apt.SuiteIndex;
import dev.gristmill.source.apt.Suites;
import dev.gristmill.source.http.Http;
import dev.gristmill.source.http.Patience;
import dev.gristmill.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code linux} source packages of the Debian archives that this machine's APT is set up with: their {@code orig}
 * tarballs, which are the kernel.org releases without the firmware that is not free. Every successful answer is
 * remembered. Safe for use by several threads.
 */
public final class AptSource implements KernelSource {
    private final Supplier<AptArchives> open;
    private final Http http;
    private final OfferMemory memory;
    private final Progress progress;
    private final Suites suites = Suites.builtIn();
    private final DebianPackaging packages;
    private @Nullable AptArchives archives;

    AptSource(Supplier<AptArchives> open, Http http, OfferMemory memory, DebianPackaging packages, Progress progress) {
        this.open = open;
        this.packages = packages;
        this.http = http;
        this.memory = memory;
        this.progress = progress;
    }

    /** Reads this machine's configuration; nothing else happens before it is asked for an offer. */
    public static AptSource ofThisMachine(Store store, Progress progress) {
        return of(AptConfiguration.ofThisMachine(), store, progress);
    }

    private static AptSource of(AptConfiguration configuration, Store store, Progress progress) {
        var http = new Http(configuration.proxies(), Patience.USUAL);
        var signatures = new GpgvSignatures(store, Path.of("/"));
        return new AptSource(
                () -> {
                    configuration.complaints().forEach(progress::warn);
                    return new AptArchives(configuration, http, signatures, store, progress, InstantSource.system());
                },
                http,
                OfferMemory.ofApt(store),
                new DebianPackaging(http, store, progress),
                progress);
    }

    /** What an index lists, and where the file is. */
    private record Candidate(ListedTarball tarball, SuiteIndex index) {
        URI address() {
            return index.address(tarball.file());
        }

        Release release() {
            return tarball.release();
        }
    }

    @Override
    public synchronized SourceOffer newest(Series series) throws InterruptedException {
        var skipped = new ArrayList<SkippedRelease>();
        for (var group : suites.groups(series)) {
            var offer = first(listed(indexes(group), series), skipped);
            if (offer.isPresent()) {
                memory.remember(series, offer.get());
                return offer.get();
            }
        }
        throw notOffered("linux " + series, series, skipped);
    }

    @Override
    public synchronized SourceOffer exactly(Release release) throws InterruptedException {
        var skipped = new ArrayList<SkippedRelease>();
        for (var group : suites.groups(release.series())) {
            var candidates = new ArrayList<Candidate>();
            for (var index : indexes(group)) {
                index.of(release).ifPresent(t -> candidates.add(new Candidate(t, index)));
            }
            var offer = first(candidates, skipped);
            if (offer.isPresent()) {
                memory.remember(release, offer.get());
                return offer.get();
            }
        }
        throw notOffered("linux " + release, release.series(), skipped);
    }

    /** From the changelog of the package that has the newer release. */
    @Override
    public synchronized List<ReleaseNotes> notes(Release from, Release to) throws InterruptedException {
        for (var group : suites.groups(to.series())) {
            for (var index : indexes(group)) {
                var packaging = index.of(to).flatMap(ListedTarball::packaging);
                if (packaging.isPresent()) {
                    return packages.notes(packaging.get(), index.address(packaging.get()), from, to);
                }
            }
        }
        return List.of();
    }

    /** The first that a server really has; the others before it are named. */
    private Optional<SourceOffer> first(List<Candidate> candidates, List<SkippedRelease> skipped)
            throws InterruptedException {
        for (var candidate : candidates) {
            var refusal = refusal(candidate);
            if (refusal.isEmpty()) {
                return Optional.of(offer(candidate, skipped));
            }
            var skip = new SkippedRelease(candidate.release(), refusal.get());
            if (!skipped.contains(skip)) {
                skipped.add(skip);
                progress.note("linux " + skip.release() + " is listed but cannot be fetched: " + skip.reason());
            }
        }
        return Optional.empty();
    }

    private Optional<String> refusal(Candidate candidate) throws InterruptedException {
        return switch (http.look(candidate.address())) {
            case Http.Presence.Refused refused -> Optional.of("HTTP status " + refused.status());
            case Http.Presence.There there
            when there.size().isPresent()
                    && there.size().getAsLong() != candidate.tarball().size() ->
                Optional.of("the mirror has " + there.size().getAsLong() + " bytes of "
                        + candidate.tarball().size());
            case Http.Presence.There there -> Optional.empty();
        };
    }

    private static SourceOffer offer(Candidate candidate, List<SkippedRelease> skipped) {
        var tarball = candidate.tarball();
        return new SourceOffer(
                tarball.release(),
                tarball.digest(),
                tarball.size(),
                new Place.Remote(candidate.address()),
                "Debian source package, " + tarball.fileName(),
                skipped,
                candidate.index().signers());
    }

    /** Newest first; a release that several suites list comes from the first of them. */
    private static List<Candidate> listed(List<SuiteIndex> indexes, Series series) {
        Map<Release, Candidate> newestFirst = new TreeMap<>(Comparator.reverseOrder());
        for (var index : indexes) {
            index.of(series).forEach(t -> newestFirst.putIfAbsent(t.release(), new Candidate(t, index)));
        }
        return List.copyOf(newestFirst.values());
    }

    private List<SuiteIndex> indexes(List<String> group) throws InterruptedException {
        var indexes = new ArrayList<SuiteIndex>();
        for (var suite : group) {
            archives().suite(suite).ifPresent(indexes::add);
        }
        return indexes;
    }

    private RuntimeException notOffered(String what, Series series, List<SkippedRelease> skipped)
            throws InterruptedException {
        if (!archives().problems().isEmpty()) {
            return new StepException(archives().problems(), null);
        }
        var all = indexes(suites.groups(series).stream().flatMap(List::stream).toList());
        if (all.isEmpty()) {
            return new StepException(Problem.of("none of this machine's APT archives has a suite with kernel sources")
                    .expected("a Debian archive with one of: " + String.join(" ", suites.all()))
                    .found("none of them")
                    .remedy("add a Debian mirror to the APT sources, or set 'source: {path: ...}' in the catalogue"));
        }
        var problem = Problem.of("no APT archive of this machine offers " + what);
        for (var skip : skipped) {
            problem = problem.found(skip.release() + " is listed, but: " + skip.reason());
        }
        return new InvalidInputException(problem.with("offered", offered(all, series)));
    }

    /** What can be fetched of the series, or, where it is unknown, which series there are. */
    private String offered(List<SuiteIndex> all, Series series) throws InterruptedException {
        var fetchable = new ArrayList<String>();
        for (var candidate : listed(all, series)) {
            if (refusal(candidate).isEmpty()) {
                fetchable.add(candidate.release().toString());
            }
        }
        if (!fetchable.isEmpty()) {
            return String.join(" ", fetchable);
        }
        return "nothing of " + series + "; there is "
                + all.stream()
                        .flatMap(index -> index.tarballs().stream())
                        .map(tarball -> tarball.release().series())
                        .distinct()
                        .sorted()
                        .map(Series::toString)
                        .collect(Collectors.joining(" "));
    }

    private AptArchives archives() {
        if (archives == null) {
            archives = open.get();
        }
        return archives;
    }
}
