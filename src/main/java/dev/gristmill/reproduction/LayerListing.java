package dev.gristmill.reproduction;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.LayerStream;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What is in a layer, without unpacking it: one line for each path, which says all of it that decides the layer's bytes.
 * The layer is not trusted.
 */
final class LayerListing {
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_ENTRIES = 100_000;

    private final Path blob;
    private final Descriptor layer;

    LayerListing(Path blob, Descriptor layer) {
        this.blob = blob;
        this.layer = layer;
    }

    /** By path, in the order of names: {@code file 0644 1234 bytes sha256:... 2026-07-30T10:56:00Z}. */
    SortedMap<String, String> read() throws IOException {
        var lines = new TreeMap<String, String>();
        long bytes = 0;
        try (var tar = open()) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                bytes += entry.getSize();
                if (lines.size() >= MOST_ENTRIES || entry.getSize() < 0 || bytes > MOST_BYTES) {
                    throw new IOException("the layer " + layer.digest() + " holds more than a kernel can be");
                }
                lines.put(entry.getName(), line(entry, tar));
            }
        }
        return lines;
    }

    /** Writes the content of one regular file of the layer. */
    void extract(String path, Path target) throws IOException {
        try (var tar = open()) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(path) && entry.isFile()) {
                    try (var out = Files.newOutputStream(target)) {
                        tar.transferTo(out);
                    }
                    return;
                }
            }
        }
        throw new IOException("no file " + path + " in the layer " + layer.digest());
    }

    private TarArchiveInputStream open() throws IOException {
        return new TarArchiveInputStream(LayerStream.unpacked(Files.newInputStream(blob), layer));
    }

    private static String line(TarArchiveEntry entry, InputStream content) throws IOException {
        var about = " " + Integer.toOctalString(entry.getMode() & 07777) + " " + entry.getLongUserId() + ":"
                + entry.getLongGroupId() + " " + entry.getLastModifiedTime();
        if (entry.isDirectory()) {
            return "folder" + about;
        } else if (entry.isSymbolicLink()) {
            return "link to " + entry.getLinkName() + about;
        }
        return "file of " + entry.getSize() + " bytes, " + digest(content) + about;
    }

    private static Digest digest(InputStream content) throws IOException {
        var running = Digest.algorithm();
        new DigestInputStream(content, running).transferTo(OutputStream.nullOutputStream());
        return Digest.from(running);
    }
}
