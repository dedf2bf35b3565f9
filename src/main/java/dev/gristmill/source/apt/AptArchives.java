package dev.gristmill.source.apt;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.http.Http;
import dev.gristmill.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The suites that the machine's archives have, each looked up once. Not for use by several threads. */
public final class AptArchives {
    private final AptConfiguration configuration;
    private final IndexFetcher fetcher;
    private final Progress progress;
    private final InstantSource clock;
    private final Map<String, Optional<SuiteIndex>> suites = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    public AptArchives(
            AptConfiguration configuration,
            Http http,
            Signatures signatures,
            Store store,
            Progress progress,
            InstantSource clock) {
        this.configuration = configuration;
        this.fetcher = new IndexFetcher(http, signatures, store, progress);
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * The index of a suite, or nothing where no archive has one that may be used.
     *
     * @throws StepException if an index fails a proof, or no archive is configured at all
     */
    public Optional<SuiteIndex> suite(String name) throws InterruptedException {
        if (configuration.archives().isEmpty()) {
            throw unconfigured();
        }
        var known = suites.get(name);
        if (known == null) {
            known = find(name);
            suites.put(name, known);
        }
        return known;
    }

    /** Why suites that exist were not used. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private Optional<SuiteIndex> find(String suite) throws InterruptedException {
        // Security suites have an archive of their own; ask the likelier one first.
        boolean security = suite.endsWith("-security");
        var archives = configuration.archives().stream()
                .sorted(Comparator.comparing(a -> a.forSecurity() != security))
                .toList();
        for (var archive : archives) {
            var release = fetcher.inRelease(archive, suite);
            if (release.isPresent() && current(suite, release.get())) {
                return Optional.of(fetcher.index(archive, suite, release.get()));
            }
        }
        return Optional.empty();
    }

    private boolean current(String suite, InRelease release) {
        var until = release.validUntil();
        if (until.isEmpty()) {
            progress.warn(
                    "the index of suite " + suite
                            + " does not say how long it is valid; that a mirror withholds newer releases would not be noticed");
            return true;
        }
        if (!clock.instant().isAfter(until.get())) {
            return true;
        }
        var problem = Problem.of("the index of suite " + suite + " is out of date")
                .where(release.where())
                .expected("a date before which it is valid, in the future")
                .found(until.get())
                .remedy("use a mirror that is kept up to date, or correct this machine's clock");
        if (configuration.checkValidUntil()) {
            problems.add(problem);
            return false;
        }
        progress.warn("the index of suite " + suite + " was valid until " + until.get()
                + "; used all the same, since this machine's APT has Acquire::Check-Valid-Until off");
        return true;
    }

    private StepException unconfigured() {
        var problem = Problem.of("this machine's APT names no archive to fetch kernel sources from")
                .where("/etc/apt/sources.list, /etc/apt/sources.list.d/")
                .expected("an http or https Debian mirror");
        if (!configuration.complaints().isEmpty()) {
            problem = problem.found(String.join("\n", configuration.complaints()));
        }
        return new StepException(problem.remedy("add one, or set 'source: {path: ...}' in the catalogue"));
    }
}
