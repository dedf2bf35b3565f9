package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.http.Download;
import dev.gristmill.source.http.Http;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gets the index of a suite through its chain of proofs: InRelease, its signature, the index's hash. */
final class IndexFetcher {
    private static final String INDEX = "main/source/Sources.xz";
    private static final int LARGEST_IN_RELEASE = 4 << 20;
    private static final long LARGEST_INDEX = 128L << 20;
    private static final long LARGEST_UNPACKED = 1L << 30;
    private static final int FILE_WORDS = 3;

    private final Http http;
    private final Signatures signatures;
    private final Store store;
    private final Progress progress;

    IndexFetcher(Http http, Signatures signatures, Store store, Progress progress) {
        this.http = http;
        this.signatures = signatures;
        this.store = store;
        this.progress = progress;
    }

    /** The signed table of contents, or nothing where the archive has no such suite. */
    Optional<InRelease> inRelease(Archive archive, String suite) throws InterruptedException {
        var address = folder(archive, suite).resolve("InRelease");
        var document = http.document(address, LARGEST_IN_RELEASE);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        var where = Http.shown(address);
        return Optional.of(InRelease.parse(signatures.check(document.get(), archive.keys(), where), suite, where));
    }

    /** The kernels the suite lists; fetched only if this very index was never read before. */
    SuiteIndex index(Archive archive, String suite, InRelease release) throws InterruptedException {
        var entry = release.entry(INDEX)
                .orElseThrow(() -> new StepException(Problem.of("a suite has no index of source packages")
                        .where(release.where())
                        .expected("the SHA-256 of " + INDEX)
                        .found("none")));
        if (entry.size() > LARGEST_INDEX) {
            throw new StepException(Problem.of("an index is larger than any can be")
                    .where(release.where())
                    .expected("at most " + LARGEST_INDEX + " bytes")
                    .found(entry.size() + " bytes"));
        }
        try (var lock = store.lock("index-" + entry.digest().hex())) {
            var known = remembered(entry.digest());
            var tarballs = known.isPresent() ? known.get() : fetch(archive, suite, release, entry);
            return new SuiteIndex(archive.base(), suite, release.signers(), tarballs);
        }
    }

    private List<ListedTarball> fetch(Archive archive, String suite, InRelease release, InRelease.Entry entry)
            throws InterruptedException {
        var part = store.sources().resolve("partial").resolve(entry.digest().hex());
        var folder = folder(archive, suite);
        try {
            download(folder.resolve(INDEX), suite, entry, part);
        } catch (StepException e) {
            if (!release.hasByHash()) {
                throw e;
            }
            // InRelease and the index may be of different ages while a mirror is being updated.
            download(
                    folder.resolve(
                            "main/source/by-hash/SHA256/" + entry.digest().hex()),
                    suite,
                    entry,
                    part);
        }
        var tarballs = read(part);
        remember(entry.digest(), tarballs);
        return tarballs;
    }

    private void download(URI address, String suite, InRelease.Entry entry, Path part) throws InterruptedException {
        try (var task = progress.begin(suite, "index", Progress.Unit.BYTES)) {
            new Download(address, entry.digest(), entry.size()).into(part, http, task);
            task.done("source index of " + suite);
        }
    }

    private List<ListedTarball> read(Path index) throws InterruptedException {
        try {
            var process = Children.start(Command.of(store.root(), "xz", "-dc", index.toString()));
            try {
                var tarballs = SourcesReader.read(process.getInputStream(), LARGEST_UNPACKED);
                if (process.waitFor() != 0) {
                    throw new IOException("xz ended with status " + process.exitValue());
                }
                return tarballs;
            } finally {
                Children.stop(process);
                Files.deleteIfExists(index);
            }
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a source index cannot be read").where(index).found(e), e);
        }
    }

    private Optional<List<ListedTarball>> remembered(Digest index) {
        var entry = entry(index);
        if (!Files.exists(entry)) {
            return Optional.empty();
        }
        try {
            var tarballs = new ArrayList<ListedTarball>();
            for (var line : Files.readAllLines(entry)) {
                var words = line.split(" ", -1);
                tarballs.add(new ListedTarball(
                        Release.parse(words[0]).orElseThrow(),
                        file(words, 1).orElseThrow(),
                        file(words, 1 + FILE_WORDS)));
            }
            return Optional.of(List.copyOf(tarballs));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // unreadable is as good as absent
        }
    }

    private void remember(Digest index, List<ListedTarball> tarballs) {
        var lines = tarballs.stream()
                .map(t -> t.release() + words(t.file())
                        + t.packaging().map(IndexFetcher::words).orElse(" - - -") + "\n")
                .collect(Collectors.joining());
        store.publishText(lines, entry(index));
    }

    private static String words(ListedFile file) {
        return " " + file.path() + " " + file.size() + " " + file.digest();
    }

    private static Optional<ListedFile> file(String[] words, int at) {
        return words[at].equals("-")
                ? Optional.empty()
                : Optional.of(new ListedFile(words[at], Long.parseLong(words[at + 1]), Digest.parse(words[at + 2])));
    }

    private Path entry(Digest index) {
        return store.sources().resolve("indexes").resolve(index.hex());
    }

    private static URI folder(Archive archive, String suite) {
        return archive.base().resolve("dists/" + suite + "/");
    }
}
