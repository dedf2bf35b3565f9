package dev.gristmill.boot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a guest starts from: init, its orders, and the console that the kernel opens for it. Not compressed. */
final class Initramfs {
    private Initramfs() {}

    static void write(Path file, Path init, Orders orders) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file));
                var cpio = new CpioWriter(out);
                var program = Files.newInputStream(init)) {
            // Without the node nobody would see what init says: devtmpfs is not mounted in an initramfs.
            cpio.folder("dev").characterDevice("dev/console", 5, 1);
            cpio.program("init", program, Files.size(init));
            cpio.file("orders", orders.text().getBytes(StandardCharsets.US_ASCII));
        }
    }
}
