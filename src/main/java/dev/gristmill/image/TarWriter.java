package dev.gristmill.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a tree as a POSIX tar stream that says nothing of the machine it was written on. */
final class TarWriter {
    private static final int BUFFER = 64 * 1024;
    private static final int FOLDER_MODE = 040755;
    private static final int FILE_MODE = 0100644;
    private static final int PROGRAM_MODE = 0100755;
    private static final int LINK_MODE = 0120777;

    private final Instant date;
    private final LongConsumer reached;
    private final Seam seam;
    private long written;

    /** Called before each folder at the top: the layers of a kernel have such folders in common. */
    interface Seam {
        void cut() throws IOException;
    }

    /**
     * @param date the modification time of every entry
     * @param reached is told the bytes of files written so far
     */
    TarWriter(Instant date, LongConsumer reached, Seam seam) {
        this.date = date;
        this.reached = reached;
        this.seam = seam;
    }

    void write(FileTree tree, OutputStream out) throws IOException {
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (var named : tree.entries().entrySet()) {
                if (named.getValue() instanceof FileTree.Folder
                        && named.getKey().indexOf('/') < 0) {
                    seam.cut();
                }
                write(named.getKey(), named.getValue(), tar);
            }
        }
    }

    private void write(String path, FileTree.Entry entry, TarArchiveOutputStream tar) throws IOException {
        switch (entry) {
            case FileTree.Folder folder -> put(tar, header(path + "/", TarConstants.LF_DIR, FOLDER_MODE));
            case FileTree.Link(var target) -> {
                var header = header(path, TarConstants.LF_SYMLINK, LINK_MODE);
                header.setLinkName(target);
                put(tar, header);
            }
            case FileTree.Content content -> {
                var header = header(path, TarConstants.LF_NORMAL, content.executable() ? PROGRAM_MODE : FILE_MODE);
                header.setSize(content.size());
                tar.putArchiveEntry(header);
                copy(content, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry header) throws IOException {
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry header(String path, byte type, int mode) {
        var header = new TarArchiveEntry(path, type);
        header.setMode(mode);
        header.setIds(0, 0);
        header.setNames("", "");
        header.setModTime(FileTime.from(date));
        return header;
    }

    private void copy(FileTree.Content content, OutputStream out) throws IOException {
        var buffer = new byte[BUFFER];
        try (var in = Files.newInputStream(content.source())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                written += n;
                reached.accept(written);
            }
        }
    }
}
