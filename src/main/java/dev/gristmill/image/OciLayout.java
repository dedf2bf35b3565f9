package dev.gristmill.image;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.store.Lock;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OCI image layout folder. What it refers to is there before it is referred to, every file appears whole, and
 * {@code oci-layout}, which makes the folder a layout, comes last: it is readable at any moment. One process at a time
 * writes to it.
 */
public final class OciLayout {
    private static final String MARKER = "oci-layout";
    private static final String INDEX = "index.json";
    private static final String BLOBS = "blobs";
    private static final Set<String> PARTS = Set.of(BLOBS, INDEX, LayoutFiles.WORK);

    private final Path root;
    private final Blobs store;
    private final LayoutFiles files;

    private OciLayout(Path root, Store store) {
        this.root = root;
        this.store = new Blobs(store);
        this.files = new LayoutFiles(root);
    }

    /**
     * The layout in that folder, which need not exist yet; nothing is written.
     *
     * @param store where the blobs of new images are
     * @throws InvalidInputException if something else is there
     */
    public static OciLayout at(Path folder, Store store) {
        var layout = new OciLayout(folder.toAbsolutePath().normalize(), store);
        layout.requireLayoutOrNothing();
        return layout;
    }

    public Path root() {
        return root;
    }

    /**
     * Adds indexes, in place of earlier ones of the same name and tag. An earlier one's image for an architecture that
     * the new index lacks is kept if it is of the same release and profile, so that building one architecture after
     * the other gives what building both at once gives. A moving tag follows its index unless it is at a newer release
     * already.
     *
     * @return what each of the given references and their moving tags stands for now, in that order
     * @throws InterruptedException if this thread is interrupted while it waits for another writer
     */
    public List<PublishedIndex> put(List<TaggedIndex> indexes) throws InterruptedException {
        return alone(() -> putLocked(indexes));
    }

    /**
     * Takes over an image or index from elsewhere as it is, in place of an earlier one of that name.
     *
     * @param blobs it and all that it refers to, each of them in the store
     * @throws InterruptedException if this thread is interrupted while it waits for another writer
     */
    public void adopt(Reference reference, Descriptor root, List<Descriptor> blobs) throws InterruptedException {
        alone(() -> {
            for (var blob : blobs) {
                files.link(store.path(blob.digest()), blob);
            }
            var current = LayoutIndex.read(root().resolve(INDEX));
            current.set(reference, root);
            write(current);
            return root;
        });
    }

    /** Every name here, sorted. */
    public List<Reference> references() {
        return index().references();
    }

    /** What that name stands for. */
    public Optional<Descriptor> find(Reference reference) {
        try {
            return index().find(reference);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * A manifest, index or config, which is the one that the descriptor speaks of.
     *
     * @throws IOException if it is missing, too large or another one
     */
    public byte[] document(Descriptor blob) throws IOException {
        return files.document(blob);
    }

    /** Where a blob is, or would be. */
    public Path path(Descriptor blob) {
        return files.path(blob);
    }

    private LayoutIndex index() {
        try {
            return LayoutIndex.read(root.resolve(INDEX));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    private <T> T alone(Change<T> change) throws InterruptedException {
        requireLayoutOrNothing();
        try {
            Files.createDirectories(files.work());
            try (var lock = Lock.acquire(files.work().toRealPath().resolve("lock"))) {
                files.sweep();
                return change.make();
            }
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the image layout cannot be written").where(root).found(e), e);
        }
    }

    /** Whether that reference stands for the index of that digest, and the index is there. */
    public boolean holds(Reference reference, Digest index) {
        try {
            return LayoutIndex.read(root.resolve(INDEX))
                    .find(reference)
                    .filter(descriptor -> descriptor.digest().equals(index) && files.holds(descriptor))
                    .isPresent();
        } catch (IOException e) {
            return false; // damaged, which put() will say
        }
    }

    private List<PublishedIndex> putLocked(List<TaggedIndex> indexes) throws IOException {
        var current = LayoutIndex.read(root.resolve(INDEX));
        var update = new LayoutUpdate(current, store, files);
        var published = new ArrayList<PublishedIndex>();
        for (var tagged : indexes) {
            published.addAll(update.publish(tagged));
        }
        write(current);
        return published;
    }

    private void write(LayoutIndex current) throws IOException {
        files.replace(root.resolve(INDEX), current.bytes());
        files.replace(
                root.resolve(MARKER),
                new JsonObject().put("imageLayoutVersion", "1.0.0").bytes());
    }

    private void requireLayoutOrNothing() {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw notALayout("a file");
            }
            if (Files.isDirectory(root) && !Files.exists(root.resolve(MARKER))) {
                requireOnlyParts();
            }
            LayoutIndex.read(root.resolve(INDEX));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private InvalidInputException damaged(IOException failure) {
        return new InvalidInputException(Problem.of("the folder for images is a damaged OCI image layout")
                .where(root.resolve(INDEX))
                .found(String.valueOf(failure.getMessage()))
                .remedy("name another folder, or remove this one"));
    }

    /** A layout whose writer was killed before it was one for the first time has nothing but these. */
    private void requireOnlyParts() throws IOException {
        try (var entries = Files.newDirectoryStream(root)) {
            for (var entry : entries) {
                if (!PARTS.contains(entry.getFileName().toString())) {
                    throw notALayout("a folder without " + MARKER + " that holds " + entry.getFileName());
                }
            }
        }
    }

    private InvalidInputException notALayout(String found) {
        return new InvalidInputException(Problem.of("the folder for images is no OCI image layout")
                .where(root)
                .expected("an OCI image layout, an empty folder, or nothing yet")
                .found(found)
                .remedy("name another folder"));
    }
}
