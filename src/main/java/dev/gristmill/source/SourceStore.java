package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.apt.Stanza;
import dev.gristmill.source.http.Download;
import dev.gristmill.source.http.Http;
import dev.gristmill.source.http.Patience;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sources this machine has: verified tarballs, and the pristine trees unpacked from them, by the hash of the
 * tarball. Safe for use by several threads and processes.
 */
public final class SourceStore {
    private static final String TREE = "tree";
    private static final String FACTS = "facts";

    private final Store store;
    private final Progress progress;
    private final Supplier<Http> http;
    private final ReleaseSignatures signatures;

    public SourceStore(Store store, Progress progress) {
        this(
                store,
                progress,
                () -> new Http(AptConfiguration.ofThisMachine().proxies(), Patience.USUAL),
                new ReleaseSignatures(store, ReleaseKeys::builtIn));
    }

    public SourceStore(Store store, Progress progress, Supplier<Http> http, ReleaseSignatures signatures) {
        this.store = store;
        this.progress = progress;
        this.http = http;
        this.signatures = signatures;
    }

    /** The tree with that identity, if it is here; needs neither network nor process. */
    public Optional<SourceTree> find(Digest identity) {
        var folder = folder(identity);
        if (!Files.exists(folder.resolve(FACTS))) {
            return Optional.empty();
        }
        try {
            var facts = Stanza.parse(Files.readString(folder.resolve(FACTS)), (line, what) -> {
                throw new IllegalArgumentException(what);
            });
            Store.used(folder);
            return Optional.of(tree(folder.resolve(TREE), identity, facts.getFirst()));
        } catch (IOException | RuntimeException e) {
            throw new StepException(
                    Problem.of("the store has a damaged source tree")
                            .where(folder)
                            .found(e)
                            .remedy("remove that folder; it is fetched anew"),
                    e);
        }
    }

    /**
     * The tree of an offer: the one that is here, else fetched, verified and unpacked.
     *
     * @throws StepException if it cannot be had, or is not what was promised
     */
    public SourceTree obtain(SourceOffer offer) throws InterruptedException {
        if (offer.place() instanceof Place.Tree tree) {
            return inPlace(tree.folder(), offer);
        }
        var here = find(offer.identity());
        if (here.isPresent()) {
            return here.get();
        }
        try (var lock = store.lock("source-" + offer.identity().hex())) {
            var meanwhile = find(offer.identity());
            return meanwhile.isPresent() ? meanwhile.get() : unpack(archive(offer), offer);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("linux " + offer.release() + " cannot be unpacked")
                            .where(store.trees())
                            .found(e),
                    e);
        }
    }

    private Path archive(SourceOffer offer) throws IOException, InterruptedException {
        return switch (offer.place()) {
            case Place.Remote remote -> fetched(remote, offer);
            case Place.Tag tag -> tagged(tag, offer);
            case Place.Tarball tarball -> unchanged(tarball.file(), offer);
            case Place.Tree tree -> throw new IllegalArgumentException(tree + " is used in place");
        };
    }

    private Path tagged(Place.Tag tag, SourceOffer offer) throws IOException, InterruptedException {
        try (var task = progress.begin("linux " + offer.release(), "fetch", Progress.Unit.STEPS)) {
            return new GitTag(tag, store).archive(signatures.by(tag.keys()), task);
        }
    }

    private Path fetched(Place.Remote remote, SourceOffer offer) throws IOException, InterruptedException {
        var entry = store.sources().resolve(offer.identity().hex());
        if (!Files.exists(entry)) {
            var part =
                    store.sources().resolve("partial").resolve(offer.identity().hex());
            try (var task = progress.begin("linux " + offer.release(), "fetch", Progress.Unit.BYTES)) {
                new Download(remote.address(), offer.identity(), offer.size()).into(part, http.get(), task);
                var signer = remote.signature().isPresent()
                        ? ", signed by " + signer(part, remote.signature().get())
                        : "";
                store.publish(part, entry);
                task.done("fetched and verified" + signer);
            }
        }
        Store.used(entry);
        return entry;
    }

    /** What is not signed is not kept: whoever lists a false hash has a file that fits it. */
    private String signer(Path part, URI signature) throws IOException, InterruptedException {
        try {
            return signatures.signer(part, signature, http.get());
        } catch (StepException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** The file may have been replaced since it was offered. */
    private static Path unchanged(Path file, SourceOffer offer) throws IOException {
        var found = Digest.of(file);
        if (!found.equals(offer.identity())) {
            throw new StepException(Problem.of("an archive has changed")
                    .where(file)
                    .expected(offer.identity())
                    .found(found));
        }
        return file;
    }

    private SourceTree unpack(Path archive, SourceOffer offer) throws IOException, InterruptedException {
        var place = store.temporary("unpack");
        var entry = store.temporary("tree");
        try (var task = progress.begin("linux " + offer.release(), "unpack", Progress.Unit.BYTES)) {
            Files.createDirectories(place);
            Tarball.open(archive).unpackInto(place, task);
            var top = onlyFolder(place, archive);
            TreeInspector.inspect(top, archive.toString());
            check(top, offer, archive);
            Files.createDirectories(entry);
            Files.move(top, entry.resolve(TREE));
            Files.writeString(entry.resolve(FACTS), facts(entry.resolve(TREE), offer));
            store.publish(entry, folder(offer.identity()));
            task.done("unpacked");
        } finally {
            Folders.delete(place);
            Folders.delete(entry);
        }
        return find(offer.identity()).orElseThrow();
    }

    private static Path onlyFolder(Path place, Path archive) throws IOException {
        List<Path> entries;
        try (var list = Files.list(place)) {
            entries = list.limit(2).toList();
        }
        if (entries.size() != 1 || !Files.isDirectory(entries.getFirst(), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw new StepException(Problem.of("an archive is no kernel source")
                    .where(archive)
                    .expected("a single folder at its top")
                    .found(entries.isEmpty() ? "nothing" : entries.size() > 1 ? "several entries" : "a file"));
        }
        return entries.getFirst();
    }

    private static void check(Path top, SourceOffer offer, Path archive) throws IOException {
        var makefile = makefile(top);
        if (!makefile.release().equals(Optional.of(offer.release()))) {
            throw new StepException(Problem.of("an archive holds another release than it was said to")
                    .where(archive)
                    .expected("linux " + offer.release())
                    .found(makefile.isKernel() ? "linux " + makefile.text() : "no kernel source"));
        }
    }

    static KernelMakefile makefile(Path top) throws IOException {
        var file = top.resolve("Makefile");
        if (!Files.isRegularFile(file)) {
            return KernelMakefile.parse(List.of());
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return KernelMakefile.parse(lines.limit(100).toList());
        } catch (MalformedInputException e) {
            return KernelMakefile.parse(List.of());
        }
    }

    private static String facts(Path tree, SourceOffer offer) throws IOException {
        return "Release: %s\nDate: %s\nOrigin: %s\n".formatted(offer.release(), date(tree), offer.origin());
    }

    private static Instant date(Path tree) throws IOException {
        return Files.getLastModifiedTime(tree.resolve("Makefile")).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static SourceTree inPlace(Path folder, SourceOffer offer) {
        try {
            return new SourceTree(folder, offer.release(), offer.identity(), date(folder), offer.origin());
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a source tree cannot be read").where(folder).found(e), e);
        }
    }

    private static SourceTree tree(Path root, Digest identity, Stanza facts) {
        return new SourceTree(
                root,
                Release.parse(facts.get("release").orElseThrow()).orElseThrow(),
                identity,
                Instant.parse(facts.get("date").orElseThrow()),
                facts.get("origin").orElseThrow());
    }

    /** Where the tree of that content is, or would be. */
    public static Path root(Store store, Digest content) {
        return folder(store, content).resolve(TREE);
    }

    private Path folder(Digest identity) {
        return folder(store, identity);
    }

    private static Path folder(Store store, Digest identity) {
        return store.trees().resolve(identity.hex());
    }
}
