package dev.gristmill.boot;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes an initramfs: the "newc" form of cpio, which the kernel unpacks. The same calls give the same bytes: owner and
 * group are 0, times are 0, inodes are counted.
 *
 * @see <a href="https://docs.kernel.org/driver-api/early-userspace/buffer-format.html">initramfs buffer format</a>
 */
final class CpioWriter implements Closeable {
    private static final int FOLDER = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int CHARACTER_DEVICE = 0020600;
    private static final String LAST = "TRAILER!!!";
    private static final int LONGEST_NAME = 4096;
    private static final long LARGEST_FILE = 0xffffffffL;

    private final OutputStream out;
    private long written;
    private int inode;

    CpioWriter(OutputStream out) {
        this.out = out;
    }

    CpioWriter folder(String path) throws IOException {
        return header(path, FOLDER, 0, 0, 0);
    }

    CpioWriter characterDevice(String path, int major, int minor) throws IOException {
        return header(path, CHARACTER_DEVICE, 0, major, minor);
    }

    CpioWriter file(String path, byte[] content) throws IOException {
        header(path, FILE, content.length, 0, 0);
        write(content);
        return pad();
    }

    /**
     * An executable file.
     *
     * @param size in bytes
     * @throws IOException also if the content is of another size
     */
    CpioWriter program(String path, InputStream content, long size) throws IOException {
        header(path, PROGRAM, size, 0, 0);
        long copied = content.transferTo(out);
        written += copied;
        if (copied != size) {
            throw new IOException(path + " has " + copied + " bytes and not " + size);
        }
        return pad();
    }

    /** Writes the end mark. */
    @Override
    public void close() throws IOException {
        header(LAST, 0, 0, 0, 0);
        out.close();
    }

    private CpioWriter header(String path, int mode, long size, int major, int minor) throws IOException {
        var name = path.getBytes(StandardCharsets.US_ASCII);
        if (name.length == 0 || name.length >= LONGEST_NAME || path.startsWith("/") || size > LARGEST_FILE) {
            throw new IllegalArgumentException("Not fit for a cpio archive: '" + path + "', " + size + " bytes");
        }
        write(ascii("070701"));
        field(path.equals(LAST) ? 0 : ++inode);
        field(mode);
        field(0); // owner
        field(0); // group
        field(1); // links
        field(0); // time
        field(size);
        field(0); // of the device the file was on
        field(0);
        field(major);
        field(minor);
        field(name.length + 1L);
        field(0); // checksum, of another form
        write(name);
        write(new byte[1]);
        return pad();
    }

    private void field(long value) throws IOException {
        write(ascii(String.format(Locale.ROOT, "%08X", value)));
    }

    /** Headers and contents begin at multiples of four bytes. */
    private CpioWriter pad() throws IOException {
        write(new byte[(int) (-written & 3)]);
        return this;
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
