package dev.gristmill.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A layer, read back by other code than wrote it. */
record Unpacked(TarArchiveEntry header, String content) {

    static List<Unpacked> layer(Path blob) throws IOException {
        var all = new ArrayList<Unpacked>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(blob)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                all.add(new Unpacked(entry, new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1)));
            }
        }
        return all;
    }

    /** {@code path}, {@code path/} for a folder, {@code path -> target} for a link. */
    @Override
    public String toString() {
        return header.isSymbolicLink() ? header.getName() + " -> " + header.getLinkName() : header.getName();
    }
}
