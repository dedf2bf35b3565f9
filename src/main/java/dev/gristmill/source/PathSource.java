package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tarball, or an unpacked tree that is used where it is. It offers one release; its identity is computed at each
 * question, since nothing tells that it has not changed.
 */
public final class PathSource implements KernelSource {
    private final Path path;
    private final Optional<Digest> expected;

    /** @param expected the SHA-256 that a tarball must have */
    public PathSource(Path path, Optional<Digest> expected) {
        this.path = path.toAbsolutePath().normalize();
        this.expected = expected;
    }

    @Override
    public SourceOffer newest(Series series) throws InterruptedException {
        var offer = offer();
        if (!offer.release().series().equals(series)) {
            throw other("linux " + series, offer);
        }
        return offer;
    }

    @Override
    public SourceOffer exactly(Release release) throws InterruptedException {
        var offer = offer();
        if (!offer.release().equals(release)) {
            throw other("linux " + release, offer);
        }
        return offer;
    }

    private SourceOffer offer() throws InterruptedException {
        if (!Files.exists(path)) {
            throw wrong(Problem.of("the kernel source is not there").where(path));
        }
        if (!Files.isReadable(path)) {
            throw wrong(Problem.of("the kernel source cannot be read")
                    .where(path)
                    .remedy("give yourself permission to read it"));
        }
        try {
            return Files.isDirectory(path) ? tree() : tarball();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the kernel source cannot be read").where(path).found(e), e);
        }
    }

    private SourceOffer tarball() throws IOException, InterruptedException {
        if (!Files.isRegularFile(path) || Files.size(path) == 0) {
            throw wrong(Problem.of("the kernel source is neither an archive nor a folder")
                    .where(path)
                    .found(Files.isRegularFile(path) ? "an empty file" : "something else"));
        }
        var identity = Digest.of(path);
        if (expected.isPresent() && !expected.get().equals(identity)) {
            throw new StepException(Problem.of("the kernel source is not the archive that the catalogue names")
                    .where(path)
                    .expected(expected.get())
                    .found(identity));
        }
        var release = release(KernelMakefile.parse(Tarball.open(path).topMakefile()));
        return new SourceOffer(
                release,
                identity,
                Files.size(path),
                new Place.Tarball(path),
                "local archive " + path.getFileName(),
                List.of());
    }

    private SourceOffer tree() throws IOException {
        try (var entries = Files.list(path)) {
            if (entries.findAny().isEmpty()) {
                throw wrong(Problem.of("the kernel source is an empty folder").where(path));
            }
        }
        var release = release(SourceStore.makefile(path));
        for (var left : leftovers()) {
            if (Files.exists(path.resolve(left))) {
                throw wrong(Problem.of("the kernel source has been built in")
                        .where(path)
                        .expected("a pristine tree")
                        .found(left)
                        .remedy("make -C " + path + " mrproper"));
            }
        }
        return new SourceOffer(release, TreeIdentity.of(path), 0, new Place.Tree(path), "local tree", List.of());
    }

    /** What the kernel's own Makefile takes as proof that a tree is not clean. */
    private List<String> leftovers() throws IOException {
        var fixed = Stream.of(".config", "include/config", "include/generated");
        var arch = path.resolve("arch");
        if (!Files.isDirectory(arch)) {
            return fixed.toList();
        }
        try (var names = Files.list(arch)) {
            return Stream.concat(fixed, names.map(name -> "arch/" + name.getFileName() + "/include/generated"))
                    .toList();
        }
    }

    private Release release(KernelMakefile makefile) {
        if (!makefile.isKernel()) {
            throw wrong(Problem.of("the kernel source is no kernel")
                    .where(path)
                    .expected("a top Makefile with VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION")
                    .found("none"));
        }
        return makefile.release()
                .orElseThrow(() -> wrong(Problem.of("the kernel source is no mainline or stable release")
                        .where(path)
                        .expected("a version such as 5.10.262 or 7.3.0-rc7")
                        .found(makefile.text())));
    }

    private InvalidInputException other(String wanted, SourceOffer offer) {
        return wrong(Problem.of("the kernel source holds another release")
                .where(path)
                .expected(wanted)
                .found("linux " + offer.release()));
    }

    private static InvalidInputException wrong(Problem problem) {
        return new InvalidInputException(problem);
    }
}
