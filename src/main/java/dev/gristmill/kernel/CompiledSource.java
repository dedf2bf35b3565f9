package dev.gristmill.kernel;

import dev.gristmill.model.Digest;
import java.util.Optional;

/**
 * A file of the source tree that became part of a kernel.
 *
 * @param path below the top of the tree, with {@code /} between its parts
 * @param sha1 in hex, which SPDX 2.3 asks for
 * @param license its {@code SPDX-License-Identifier}, if it has one that can be read
 * @param unit whether it was compiled itself, or read by what was compiled, as headers are
 */
public record CompiledSource(String path, Digest sha256, String sha1, Optional<String> license, boolean unit) {
    private static final String NO_LICENSE = "-";

    /** One line of a list, without its end. */
    String line() {
        return String.join("\t", sha256.hex(), sha1, unit ? "unit" : "part", license.orElse(NO_LICENSE), path);
    }

    /** @throws IllegalArgumentException if it is no such line */
    static CompiledSource parse(String line) {
        var fields = line.split("\t", 5);
        if (fields.length < 5) {
            throw new IllegalArgumentException("Expected five fields but found '" + line + "'");
        }
        return new CompiledSource(
                fields[4],
                new Digest(fields[0]),
                fields[1],
                fields[3].equals(NO_LICENSE) ? Optional.empty() : Optional.of(fields[3]),
                fields[2].equals("unit"));
    }
}
