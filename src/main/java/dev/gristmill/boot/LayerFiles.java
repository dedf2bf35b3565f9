package dev.gristmill.boot;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Takes files out of a layer, a compressed tar. The layer is not trusted: what it unpacks to stays in its folder. */
final class LayerFiles {
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int BUFFER = 64 * 1024;
    private static final long LARGEST = 4L << 30;
    private static final int MOST_ENTRIES = 100_000;

    private LayerFiles() {}

    /**
     * Writes one regular file of the layer.
     *
     * @throws IOException also if the layer has none of that path
     */
    static void extract(Path layer, String path, Path target) throws IOException {
        try (var tar = open(layer)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isRegular(entry) && entry.getName().equals(path)) {
                    copy(tar, entry, target);
                    return;
                }
            }
        }
        throw new IOException("no file " + path + " in the layer " + layer);
    }

    /** Unpacks folders, regular files and symbolic links; links come last, so that nothing is written through one. */
    static void unpack(Path layer, Path folder) throws IOException {
        var links = new LinkedHashMap<Path, Path>();
        long total = 0;
        int count = 0;
        Files.createDirectories(folder);
        try (var tar = open(layer)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                total += entry.getSize();
                if (++count > MOST_ENTRIES || entry.getSize() < 0 || total > LARGEST) {
                    throw new IOException("the layer " + layer + " holds more than a kernel's modules can be");
                }
                take(tar, entry, inside(folder, entry.getName()), links);
            }
        }
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), link.getValue());
        }
    }

    private static void take(TarArchiveInputStream tar, TarArchiveEntry entry, Path place, Map<Path, Path> links)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(place);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(place.getParent());
            links.put(place, Path.of(entry.getLinkName()));
        } else if (isRegular(entry)) {
            Files.createDirectories(place.getParent());
            copy(tar, entry, place);
        } else {
            throw new IOException("the layer holds " + entry.getName() + ", which is no file, folder or link");
        }
    }

    /** The library takes whatever is no folder for a file. */
    private static boolean isRegular(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    private static Path inside(Path folder, String name) throws IOException {
        var place = folder.resolve(name).normalize();
        if (!place.startsWith(folder.normalize())) {
            throw new IOException("the layer holds " + name + ", which leads out of it");
        }
        return place;
    }

    private static void copy(InputStream content, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.getSize() > LARGEST) {
            throw new IOException(entry.getName() + " is larger than " + LARGEST + " bytes");
        }
        try (OutputStream out = Files.newOutputStream(target)) {
            content.transferTo(out);
        }
    }

    private static TarArchiveInputStream open(Path layer) throws IOException {
        var file = new BufferedInputStream(Files.newInputStream(layer), BUFFER);
        try {
            return new TarArchiveInputStream(new BufferedInputStream(decompressed(file), BUFFER));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** zstd if the first bytes say so (RFC 8878, section 3.1.1), else gzip. */
    private static InputStream decompressed(BufferedInputStream file) throws IOException {
        file.mark(ZSTD.length);
        var first = file.readNBytes(ZSTD.length);
        file.reset();
        return Arrays.equals(first, ZSTD) ? new ZstdInputStreamNoFinalizer(file) : new GZIPInputStream(file, BUFFER);
    }
}
