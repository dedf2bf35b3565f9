package dev.gristmill.image;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Indexes put into a layout one after the other. Many names stand for the same index, which is read once. */
final class LayoutUpdate {
    private final LayoutIndex current;
    private final Blobs store;
    private final LayoutFiles files;
    private final Map<Digest, Optional<ImageIndex>> known = new HashMap<>();

    /** @param store where the blobs of new images are */
    LayoutUpdate(LayoutIndex current, Blobs store, LayoutFiles files) {
        this.current = current;
        this.store = store;
        this.files = files;
    }

    /** What the reference, and then the moving one if there is one, stands for now. */
    List<PublishedIndex> publish(TaggedIndex tagged) throws IOException {
        var fixed = fix(tagged);
        return tagged.moving().isEmpty()
                ? List.of(fixed)
                : List.of(fixed, move(tagged.moving().get(), fixed));
    }

    private PublishedIndex fix(TaggedIndex tagged) throws IOException {
        for (var image : tagged.index().images()) {
            for (var blob : List.of(image.layer(), image.config(), image.manifest())) {
                files.link(store.path(blob.digest()), blob);
            }
        }
        var before = current.find(tagged.reference()).flatMap(this::index);
        var index =
                before.map(ImageIndex::images).map(tagged.index()::including).orElse(tagged.index());
        var content = index.json().bytes();
        var descriptor = Descriptor.of(MediaTypes.INDEX, content);
        files.write(descriptor, content);
        known.put(descriptor.digest(), Optional.of(index));
        current.set(tagged.reference(), descriptor);
        return new PublishedIndex(tagged.reference(), descriptor, index);
    }

    private PublishedIndex move(Reference moving, PublishedIndex fixed) throws IOException {
        var descriptor = current.find(moving);
        var before = descriptor.flatMap(this::index);
        if (descriptor.isPresent() && before.isPresent() && isNewer(before.get(), fixed.index())) {
            return new PublishedIndex(moving, descriptor.get(), before.get());
        }
        current.set(moving, fixed.descriptor());
        return new PublishedIndex(moving, fixed.descriptor(), fixed.index());
    }

    private static boolean isNewer(ImageIndex index, ImageIndex than) {
        return release(index)
                .flatMap(release -> release(than).map(other -> release.compareTo(other) > 0))
                .orElse(false);
    }

    private static Optional<Release> release(ImageIndex index) {
        return Release.parse(index.images().getFirst().annotations().getOrDefault(Metadata.RELEASE, ""));
    }

    private Optional<ImageIndex> index(Descriptor descriptor) {
        return known.computeIfAbsent(descriptor.digest(), digest -> read(descriptor));
    }

    /** An index of ours with those of its images that are complete; nothing if it is another's or damaged. */
    private Optional<ImageIndex> read(Descriptor descriptor) {
        try {
            var images = new ArrayList<PackedImage>();
            for (var entry : JsonObject.parse(files.document(descriptor)).objects("manifests")) {
                var manifest = Descriptor.from(entry);
                var image = PackedImage.read(manifest, files.document(manifest));
                if (files.holds(image.config()) && files.holds(image.layer())) {
                    images.add(image);
                }
            }
            return images.isEmpty() ? Optional.empty() : Optional.of(new ImageIndex(images));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
