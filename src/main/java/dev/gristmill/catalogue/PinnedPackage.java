package dev.gristmill.catalogue;

import dev.gristmill.model.Digest;
import java.util.Optional;

/**
 * A Debian package of a builder, exactly.
 *
 * @param architecture {@code amd64}, {@code arm64} or {@code all}
 * @param digest of the {@code .deb} file
 */
public record PinnedPackage(String name, String version, String architecture, Digest digest)
        implements Comparable<PinnedPackage> {
    private static final int FIELDS = 4;

    /** Reads what {@link #toString} writes. */
    public static Optional<PinnedPackage> parse(String line) {
        var fields = line.split(" ", -1);
        if (fields.length != FIELDS || !isPlain(fields[0]) || !isPlain(fields[1]) || !isPlain(fields[2])) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PinnedPackage(fields[0], fields[1], fields[2], new Digest(fields[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The characters of deb-version(7): what else there is might be an option to a program. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && Character.isLetterOrDigit(text.charAt(0))
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || ".+-~:".indexOf(c) >= 0);
    }

    @Override
    public int compareTo(PinnedPackage other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + " " + version + " " + architecture + " " + digest.hex();
    }
}
