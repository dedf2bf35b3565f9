package dev.gristmill.image;

import dev.gristmill.gzip.ChunkMemory;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.function.LongConsumer;

/** The OCI blobs of the store. */
final class Blobs {
    /** What registries accept of a manifest; layers are never held in memory. */
    static final int LARGEST_DOCUMENT = 4 << 20;

    private static final int BUFFER = 64 * 1024;

    private final Store store;

    Blobs(Store store) {
        this.store = store;
    }

    Path path(Digest digest) {
        return store.blobs().resolve(digest.hex());
    }

    void remove(Descriptor blob) {
        store.remove(path(blob.digest()));
    }

    boolean holds(Descriptor blob) {
        var file = path(blob.digest());
        boolean there = isFileOfSize(file, blob.size());
        if (there) {
            Store.used(file);
        }
        return there;
    }

    /** The manifest, index or config that a descriptor speaks of, if it is there and is the one. */
    byte[] document(Descriptor blob) throws IOException {
        var file = path(blob.digest());
        var content = document(file, blob);
        Store.used(file);
        return content;
    }

    Descriptor add(String mediaType, JsonObject document) throws IOException {
        var content = document.bytes();
        var file = store.temporary("document");
        Files.write(file, content);
        return publish(Descriptor.of(mediaType, content), file);
    }

    /**
     * Writes the tree as one layer; it goes through memory in pieces.
     *
     * @param chunks what the layers of this kernel have in common is compressed once
     */
    Layer add(FileTree tree, Instant date, Compression compression, ChunkMemory chunks, LongConsumer reached)
            throws IOException {
        var file = store.temporary("layer");
        var compressed = Digest.algorithm();
        var plain = Digest.algorithm();
        try (var out = new DigestOutputStream(Files.newOutputStream(file), compressed);
                var codec = LayerCodec.of(compression, out, chunks);
                var tar = new BufferedOutputStream(new DigestOutputStream(codec.stream(), plain), BUFFER)) {
            new TarWriter(date, reached, () -> {
                        tar.flush();
                        codec.cut();
                    })
                    .write(tree, tar);
        }
        var blob = new Descriptor(LayerCodec.mediaType(compression), Digest.from(compressed), Files.size(file));
        return new Layer(publish(blob, file), Digest.from(plain));
    }

    /** For the layers of one kernel. */
    ChunkMemory newChunkMemory() throws IOException {
        return new ChunkMemory(store.temporary("chunks"));
    }

    private Descriptor publish(Descriptor blob, Path file) {
        store.publish(file, path(blob.digest()));
        return blob;
    }

    static boolean isFileOfSize(Path file, long size) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    static byte[] document(Path file, Descriptor blob) throws IOException {
        var content = bounded(file);
        var found = Descriptor.of(blob.mediaType(), content);
        if (!found.digest().equals(blob.digest()) || found.size() != blob.size()) {
            throw new IOException("expected " + blob.digest() + ", found " + found.digest() + " in " + file);
        }
        return content;
    }

    static byte[] bounded(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var content = in.readNBytes(LARGEST_DOCUMENT + 1);
            if (content.length > LARGEST_DOCUMENT) {
                throw new IOException("more than " + LARGEST_DOCUMENT + " bytes in " + file);
            }
            return content;
        }
    }
}
