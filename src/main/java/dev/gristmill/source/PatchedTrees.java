package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Source trees with patches applied, by what went into them. A patched tree is a view made of hard links into the
 * pristine one; {@code patch} replaces files rather than writing into them, so the pristine tree stays as it is. A tree
 * of the user's own is copied, since nobody promises to leave its files alone.
 */
public final class PatchedTrees {
    private static final String TREE = "tree";
    private static final int TOLD_LINES = 60;

    private final Store store;
    private final Progress progress;

    public PatchedTrees(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /** The patched tree if it is there. */
    public Optional<SourceTree> find(SourceTree pristine, List<Path> patches) {
        return patches.isEmpty() ? Optional.of(pristine) : there(patched(pristine, patches));
    }

    /**
     * The tree with those patches applied in that order, each without fuzz.
     *
     * @throws StepException with the rejected parts, if one does not apply; no tree is left then
     * @throws InterruptedException if this thread is interrupted; no child is left
     */
    public SourceTree apply(SourceTree pristine, List<Path> patches) throws InterruptedException {
        if (patches.isEmpty()) {
            return pristine;
        }
        var wanted = patched(pristine, patches);
        try (var lock = store.lock("source-" + wanted.content().hex())) {
            var there = there(wanted);
            if (there.isPresent()) {
                return there.get();
            }
            make(pristine, patches, wanted);
            return wanted;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("linux " + pristine.release() + " cannot be patched")
                            .where(store.trees())
                            .found(e),
                    e);
        }
    }

    /** Over the identity of the pristine tree and its patches. */
    static Digest identity(Digest pristine, List<Digest> patches) {
        var text = new StringBuilder("gristmill patched tree 1\n").append(pristine);
        patches.forEach(patch -> text.append('\n').append(patch));
        return Digest.of(text.toString());
    }

    /**
     * The digest of each.
     *
     * @throws InvalidInputException if one cannot be read, or is empty
     */
    public static List<Digest> digests(List<Path> patches) {
        return patches.stream().map(PatchedTrees::digest).toList();
    }

    private SourceTree patched(SourceTree pristine, List<Path> patches) {
        var digests = digests(patches);
        var root = entry(identity(pristine.identity(), digests)).resolve(TREE);
        return new SourceTree(
                root, pristine.release(), pristine.identity(), pristine.date(), pristine.origin(), digests);
    }

    private Path entry(Digest content) {
        return store.trees().resolve(content.hex());
    }

    private static Optional<SourceTree> there(SourceTree patched) {
        if (!Files.isDirectory(patched.root())) {
            return Optional.empty();
        }
        Store.used(Objects.requireNonNull(patched.root().getParent()));
        return Optional.of(patched);
    }

    private static Digest digest(Path patch) {
        try {
            if (Files.size(patch) == 0) {
                throw new InvalidInputException(Problem.of("a patch is empty")
                        .where(patch)
                        .remedy("fill it in, or take it out of the catalogue"));
            }
            return Digest.of(patch);
        } catch (IOException e) {
            throw new InvalidInputException(
                    Problem.of("a patch cannot be read").where(patch).found(e));
        }
    }

    private void make(SourceTree pristine, List<Path> patches, SourceTree wanted)
            throws IOException, InterruptedException {
        var entry = store.temporary("patched");
        try (var task = progress.begin("linux " + pristine.release(), "patch", Progress.Unit.STEPS)) {
            task.expect(patches.size());
            var tree = entry.resolve(TREE);
            copy(pristine.root(), tree);
            for (int i = 0; i < patches.size(); i++) {
                apply(patches.get(i), tree, pristine);
                task.reached(i + 1L);
            }
            store.publish(entry, entry(wanted.content()));
            task.done(patches.size() == 1 ? "1 patch" : patches.size() + " patches");
        } finally {
            Folders.delete(entry);
        }
    }

    private void copy(Path from, Path to) throws IOException {
        boolean ours = from.startsWith(store.trees());
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var there = to.resolve(from.relativize(file));
                if (attributes.isSymbolicLink()) {
                    Files.createSymbolicLink(there, Files.readSymbolicLink(file));
                } else if (ours) {
                    Files.createLink(there, file);
                } else {
                    Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void apply(Path patch, Path tree, SourceTree pristine) throws IOException, InterruptedException {
        var outcome = Children.collect(Command.of(
                tree,
                "patch",
                "--strip=1",
                "--batch",
                "--forward",
                "--fuzz=0",
                "--no-backup-if-mismatch",
                "--input=" + patch.toAbsolutePath()));
        if (!outcome.succeeded()) {
            throw new StepException(Problem.of("a patch does not apply to linux " + pristine.release())
                    .where(patch)
                    .expected("every part of it to apply without fuzz")
                    .found(told(outcome.output(), tree))
                    .remedy("bring the patch up to date, or narrow its 'from' and 'below'"));
        }
    }

    /** What {@code patch} said, and the parts it rejected. */
    private static String told(List<String> output, Path tree) throws IOException {
        var lines = new ArrayList<>(output);
        try (var files = Files.walk(tree)) {
            for (var reject :
                    files.filter(file -> file.toString().endsWith(".rej")).toList()) {
                lines.add(tree.relativize(reject) + ":");
                try (var text = Files.lines(reject)) {
                    text.limit(TOLD_LINES).forEach(lines::add);
                }
            }
        }
        return String.join("\n", lines.subList(0, Math.min(lines.size(), TOLD_LINES)));
    }
}
