package dev.gristmill.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks a layer. Nothing of it is trusted: no path leaves its folder, links come last, so that nothing is written
 * through one, and whatever is no file, folder or symbolic link is refused.
 */
public final class LayerUnpacking {
    private static final long LARGEST = 4L << 30;
    private static final int MOST_ENTRIES = 200_000;
    private static final int LONGEST_PADDING = 1 << 20;

    private final Path root;
    private final Map<Path, String> links = new LinkedHashMap<>();
    private long bytes;
    private int entries;

    private LayerUnpacking(Path root) {
        this.root = root;
    }

    /**
     * Unpacks.
     *
     * @param layer the tar stream, uncompressed; read to its end and left open
     * @param root a folder that is there, and empty
     */
    public static void into(Path root, InputStream layer) throws IOException {
        new LayerUnpacking(root).unpack(layer);
    }

    private void unpack(InputStream layer) throws IOException {
        var tar = new TarArchiveInputStream(layer);
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            take(tar, entry);
        }
        if (layer.readNBytes(LONGEST_PADDING).length == LONGEST_PADDING) {
            throw new IOException("the layer goes on behind its end");
        }
        for (var link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        bytes += entry.getSize();
        if (++entries > MOST_ENTRIES || entry.getSize() < 0 || bytes > LARGEST) {
            throw new IOException("the layer holds more than can be true");
        }
        var place = inside(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(place);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(place.getParent());
            links.put(place, entry.getLinkName());
        } else if (isRegular(entry)) {
            Files.createDirectories(place.getParent());
            write(tar, entry, place);
        } else {
            throw new IOException("the layer holds " + entry.getName() + ", which is no file, folder or link");
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path place) throws IOException {
        Files.copy(tar, place);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        Files.setLastModifiedTime(place, entry.getLastModifiedTime());
    }

    /** The library takes whatever is no folder for a file. */
    private static boolean isRegular(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    private Path inside(String name) throws IOException {
        var place = root.resolve(name).normalize();
        if (!place.startsWith(root)
                || place.equals(root)
                || Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the layer holds " + name + ", which leads out of it or stands in it twice");
        }
        return place;
    }
}
