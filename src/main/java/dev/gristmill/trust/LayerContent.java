package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageSource;
import dev.gristmill.image.LayerStream;
import dev.gristmill.model.Digest;
import dev.gristmill.store.Store;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What is really in a layer. Files are taken out under names of ours, whatever theirs are.
 *
 * @param diffId of the archive before compression
 * @param bootFile a copy of {@code boot/vmlinux}
 * @param config the digest of {@code boot/config-<release>}
 * @param folder where the copies are, for whoever reads them to remove
 * @param modules how many there are, in the folder {@code modules} of it
 * @param odd entries that have no place in such an image
 */
record LayerContent(
        Digest diffId, Optional<Path> bootFile, Optional<Digest> config, Path folder, int modules, List<String> odd) {
    private static final String MODULES = "modules";
    private static final String BOOT_FILE = "boot/vmlinux";
    private static final String CONFIG = "boot/config-";
    private static final long MOST_BYTES = 8L << 30;
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_ODD = 5;

    LayerContent {
        odd = List.copyOf(odd);
    }

    Path modulesFolder() {
        return folder.resolve(MODULES);
    }

    /** @throws IOException if the blob is not the one that the descriptor speaks of, or no such layer */
    static LayerContent read(ImageSource source, Descriptor layer, Store store) throws IOException {
        try (var blob = source.open(layer)) {
            try {
                return new Reader(store).read(blob, layer);
            } finally {
                // Only its end is verified; and that it is another one tells more than that it is not gzip.
                blob.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private static final class Reader {
        private final Path folder;
        private final List<String> odd = new ArrayList<>();
        private Optional<Path> bootFile = Optional.empty();
        private Optional<Digest> config = Optional.empty();
        private int modules;
        private int entries;

        Reader(Store store) throws IOException {
            this.folder = Files.createDirectories(store.temporary("layer"));
        }

        LayerContent read(InputStream blob, Descriptor layer) throws IOException {
            var all = Digest.algorithm();
            Files.createDirectories(folder.resolve(MODULES));
            try (var plain = new BoundedStream(new DigestInputStream(LayerStream.unpacked(blob, layer), all));
                    var tar = new TarArchiveInputStream(plain)) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (++entries > MOST_ENTRIES) {
                        throw new IOException("a layer of more than " + MOST_ENTRIES + " files");
                    }
                    take(entry, tar);
                }
                plain.transferTo(OutputStream.nullOutputStream());
            }
            return new LayerContent(Digest.from(all), bootFile, config, folder, modules, odd);
        }

        private void take(TarArchiveEntry entry, InputStream content) throws IOException {
            var name = entry.getName();
            if (!hasItsPlace(entry)) {
                note(name);
            } else if (entry.isFile() && name.equals(BOOT_FILE)) {
                if (bootFile.isPresent()) {
                    note(name + " a second time");
                }
                bootFile = Optional.of(copy(content, folder.resolve("boot-file")));
            } else if (entry.isFile() && name.startsWith(CONFIG)) {
                config = Optional.of(Digest.of(copy(content, folder.resolve("config"))));
            } else if (entry.isFile() && (name.endsWith(".ko") || name.contains(".ko."))) {
                var file = name.substring(name.lastIndexOf('/') + 1);
                copy(content, folder.resolve(MODULES).resolve(++modules + "-" + plain(file)));
            }
        }

        /** Regular files, folders, and links that stay inside, with the rights that ours have. */
        private static boolean hasItsPlace(TarArchiveEntry entry) {
            var name = entry.getName();
            boolean inside = !name.startsWith("/") && isInside(name);
            boolean plainKind = entry.isDirectory() || entry.isSymbolicLink() || entry.isFile() && !entry.isLink();
            boolean plainMode = (entry.getMode() & 07022) == 0 || entry.isSymbolicLink();
            boolean root = entry.getLongUserId() == 0 && entry.getLongGroupId() == 0;
            boolean bootLink = entry.isSymbolicLink() && name.equals(BOOT_FILE);
            return inside && plainKind && plainMode && root && !bootLink && !leavesByLink(entry);
        }

        private static boolean leavesByLink(TarArchiveEntry entry) {
            if (!entry.isSymbolicLink()) {
                return false;
            }
            var name = entry.getName();
            var folder = name.substring(0, name.lastIndexOf('/') + 1);
            return entry.getLinkName().startsWith("/") || !isInside(folder + entry.getLinkName());
        }

        private static boolean isInside(String path) {
            int depth = 0;
            for (var part : path.split("/", -1)) {
                depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
                if (depth < 0) {
                    return false;
                }
            }
            return true;
        }

        private void note(String name) {
            if (odd.size() < MOST_ODD) {
                odd.add(plain(name));
            }
        }

        private static Path copy(InputStream content, Path file) throws IOException {
            try (var out = Files.newOutputStream(file)) {
                content.transferTo(out);
            }
            return file;
        }

        /** For file names and messages. */
        private static String plain(String name) {
            var text = new StringBuilder();
            name.chars().limit(100).forEach(c -> text.append(c > ' ' && c < 0x7f && c != '/' ? (char) c : '_'));
            return text.toString();
        }
    }

    /** A few bytes can unpack to any number. */
    private static final class BoundedStream extends FilterInputStream {
        private long bytes;

        BoundedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            int n = super.read(buffer, offset, wanted);
            bytes += Math.max(0, n);
            if (bytes > MOST_BYTES) {
                throw new IOException("a layer of more than " + MOST_BYTES + " bytes");
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            return readNBytes((int) Math.min(n, 64 * 1024)).length; // what is skipped counts too, and is hashed
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
