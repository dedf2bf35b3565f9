package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.http.Http;
import dev.gristmill.source.http.Patience;
import dev.gristmill.store.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The releases of kernel.org. Its list of hashes only says what there is: what is fetched by it counts when one of {@link
 * ReleaseKeys} has signed it.
 *
 * @see <a href="https://www.kernel.org/category/signatures.html">kernel.org's signatures</a>
 */
public final class KernelOrgSource implements KernelSource {
    private static final URI HOME = URI.create("https://cdn.kernel.org/pub/linux/kernel/");
    private static final String LIST = "sha256sums.asc";
    private static final int LARGEST_LIST = 8 << 20;
    private static final String PREFIX = "linux-";
    private static final String SUFFIX = ".tar.xz";
    private static final int HASH = 64;
    private static final int MOST_CHANGE_LOGS = 20;

    private final URI home;
    private final Http http;
    private final OfferMemory memory;
    private final Progress progress;
    private final Map<Integer, Map<Release, Digest>> lists = new TreeMap<>();

    /** @param home the folder with {@code v5.x/} and its like, with a slash behind */
    public KernelOrgSource(URI home, Http http, OfferMemory memory, Progress progress) {
        this.home = home;
        this.http = http;
        this.memory = memory;
        this.progress = progress;
    }

    /** Over the proxies that this machine's APT uses; nothing happens before it is asked for an offer. */
    public static KernelOrgSource of(Store store, Progress progress) {
        var http = new Http(AptConfiguration.ofThisMachine().proxies(), Patience.USUAL);
        return new KernelOrgSource(HOME, http, OfferMemory.ofKernelOrg(store), progress);
    }

    @Override
    public synchronized SourceOffer newest(Series series) throws InterruptedException {
        var skipped = new ArrayList<SkippedRelease>();
        var newestFirst = list(series.version()).keySet().stream()
                .filter(release -> release.series().equals(series))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (var release : newestFirst) {
            var offer = offer(release, skipped);
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
        var offer = offer(release, skipped);
        if (offer.isPresent()) {
            memory.remember(release, offer.get());
            return offer.get();
        }
        throw notOffered("linux " + release, release.series(), skipped);
    }

    @Override
    public synchronized List<ReleaseNotes> notes(Release from, Release to) throws InterruptedException {
        var between = list(to.series().version()).keySet().stream()
                .filter(release -> release.series().equals(to.series()))
                .filter(release -> release.compareTo(from) > 0 && release.compareTo(to) <= 0)
                .sorted(Comparator.reverseOrder())
                .limit(MOST_CHANGE_LOGS)
                .toList();
        var notes = new ArrayList<ReleaseNotes>();
        for (var release : between) {
            var address = folder(release.series().version()).resolve("ChangeLog-" + number(release));
            http.document(address, LARGEST_LIST)
                    .map(text -> KernelChangeLog.read(release, new String(text, StandardCharsets.UTF_8)))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private Optional<SourceOffer> offer(Release release, List<SkippedRelease> skipped) throws InterruptedException {
        @Nullable Digest digest = list(release.series().version()).get(release);
        if (digest == null) {
            return Optional.empty();
        }
        var name = PREFIX + number(release);
        var address = folder(release.series().version()).resolve(name + SUFFIX);
        var size = size(address, release, skipped);
        return size.map(bytes -> new SourceOffer(
                release,
                digest,
                bytes,
                new Place.Remote(
                        address, Optional.of(folder(release.series().version()).resolve(name + ".tar.sign"))),
                "kernel.org, " + name + SUFFIX,
                skipped));
    }

    private Optional<Long> size(URI address, Release release, List<SkippedRelease> skipped)
            throws InterruptedException {
        return switch (http.look(address)) {
            case Http.Presence.There there -> {
                if (there.size().isEmpty()) {
                    throw new StepException(Problem.of("a server does not tell how large a kernel release is")
                            .where(Http.shown(address)));
                }
                yield Optional.of(there.size().getAsLong());
            }
            case Http.Presence.Refused refused -> {
                skipped.add(new SkippedRelease(release, "HTTP status " + refused.status()));
                progress.note("linux " + release + " is listed but cannot be fetched: HTTP status " + refused.status());
                yield Optional.empty();
            }
        };
    }

    /** Of each finished release of {@code v5.x} and its like the hash of its archive. */
    private Map<Release, Digest> list(int version) throws InterruptedException {
        var known = lists.get(version);
        if (known != null) {
            return known;
        }
        var address = folder(version).resolve(LIST);
        var document = http.document(address, LARGEST_LIST)
                .orElseThrow(() -> new StepException(Problem.of("there are no kernel releases where there should be")
                        .where(Http.shown(address))
                        .expected("a list of the archives and their hashes")
                        .found("no such file")));
        var found = parse(new String(document, StandardCharsets.UTF_8));
        lists.put(version, found);
        return found;
    }

    private static Map<Release, Digest> parse(String text) {
        var found = new TreeMap<Release, Digest>();
        text.lines().forEach(line -> {
            int name = line.indexOf("  " + PREFIX);
            if (name == HASH && line.endsWith(SUFFIX)) {
                var number = line.substring(HASH + 2 + PREFIX.length(), line.length() - SUFFIX.length());
                Release.parse(number)
                        .filter(release -> release.candidate().isEmpty())
                        .ifPresent(release -> digest(line).ifPresent(digest -> found.put(release, digest)));
            }
        });
        return found;
    }

    private static Optional<Digest> digest(String line) {
        try {
            return Optional.of(new Digest(line.substring(0, HASH)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private URI folder(int version) {
        return home.resolve("v" + version + ".x/");
    }

    /** The first release of a series has two numbers there. */
    private static String number(Release release) {
        return release.sublevel() == 0 ? release.series().toString() : release.toString();
    }

    private InvalidInputException notOffered(String what, Series series, List<SkippedRelease> skipped)
            throws InterruptedException {
        var problem = Problem.of("kernel.org does not offer " + what);
        for (var skip : skipped) {
            problem = problem.found(skip.release() + " is listed, but: " + skip.reason());
        }
        var newest = list(series.version()).keySet().stream()
                .filter(release -> release.series().equals(series))
                .max(Comparator.naturalOrder());
        return new InvalidInputException(problem.with(
                "offered", newest.map(release -> "up to " + release).orElse("nothing of " + series)));
    }
}
