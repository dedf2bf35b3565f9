package dev.gristmill.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Kernels broken on purpose by changing bytes in good ones, which takes no compile. A driver whose table of devices
 * names none that exists is as good as one that was left out of the configuration.
 */
final class BrokenKernels {
    private BrokenKernels() {}

    /** The text stands in the kernel with a zero behind it; the other one has its length. */
    static byte[] withText(byte[] kernel, String text, String other) {
        return with(kernel, bytes(text + "\0"), bytes(other + "\0"));
    }

    /** No driver takes virtio devices of that kind: {@code struct virtio_device_id} with any vendor, and the last. */
    static byte[] withoutVirtioDriver(byte[] kernel, int device) {
        var entry = new byte[16];
        entry[0] = (byte) device;
        Arrays.fill(entry, 4, 8, (byte) 0xff);
        var other = entry.clone();
        other[0] = 0x7f;
        return with(kernel, entry, other);
    }

    /** A program for x86_64 that ends at its entry, with status 3; others are left as they are. */
    static byte[] exiting(byte[] program) {
        var elf = ByteBuffer.wrap(program.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.getShort(18) != 62) {
            return program;
        }
        long entry = elf.getLong(24);
        for (int i = 0; i < elf.getShort(56); i++) {
            int header = (int) elf.getLong(32) + i * 56;
            long offset = entry - elf.getLong(header + 16);
            if (elf.getInt(header) == 1 && offset >= 0 && offset < elf.getLong(header + 32)) {
                // mov $60, %eax; mov $3, %edi; syscall
                byte[] exit = {(byte) 0xb8, 60, 0, 0, 0, (byte) 0xbf, 3, 0, 0, 0, 0x0f, 0x05};
                elf.put((int) (elf.getLong(header + 8) + offset), exit);
                return elf.array();
            }
        }
        throw new AssertionError("The program has no entry");
    }

    /** A layer with that boot file. */
    static Path layer(Path file, byte[] kernel) throws IOException {
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            add(tar, "boot/vmlinux", kernel);
        }
        return file;
    }

    /** A layer with a modules folder, in whose modules the text is replaced. */
    static Path modulesLayer(Path file, Path modules, String text, String other) throws IOException {
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
                var files = Files.walk(modules)) {
            // As in the image, which is mounted at the folder itself.
            var link = new TarArchiveEntry("kernel", TarConstants.LF_SYMLINK);
            link.setLinkName("lib/modules/" + modules.getFileName() + "/kernel");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var source : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var content = Files.readAllBytes(source);
                add(
                        tar,
                        "lib/modules/" + modules.getFileName() + "/" + modules.relativize(source),
                        source.toString().endsWith(".ko") ? with(content, bytes(text), bytes(other)) : content);
            }
        }
        return file;
    }

    private static byte[] with(byte[] content, byte[] from, byte[] to) {
        var changed = content.clone();
        boolean found = false;
        for (int i = 0; i + from.length <= changed.length; i++) {
            if (Arrays.equals(changed, i, i + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, changed, i, to.length);
                found = true;
            }
        }
        if (!found) {
            throw new AssertionError("The kernel does not hold " + Arrays.toString(from));
        }
        return changed;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
