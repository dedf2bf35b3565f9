package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A suite's table of contents, after its signature was checked.
 *
 * @param where its place, for messages
 * @param signers the fingerprints of the keys that signed it
 */
record InRelease(Stanza stanza, String where, List<String> signers) {
    InRelease {
        signers = List.copyOf(signers);
    }

    /**
     * One file of the suite.
     *
     * @param size in bytes
     */
    record Entry(Digest digest, long size) {}

    /** @throws StepException if it is the table of another suite, as a mirror in the middle could serve */
    static InRelease parse(Signatures.Signed signed, String suite, String where) {
        var stanzas = Stanza.parse(signed.text(), (line, what) -> {
            throw broken(where + ":" + line, what);
        });
        if (stanzas.size() != 1) {
            throw broken(where, stanzas.size() + " paragraphs where there is to be one");
        }
        var release = new InRelease(stanzas.getFirst(), where, signed.signers());
        var names = List.of(
                release.stanza.get("suite").orElse(""),
                release.stanza.get("codename").orElse(""));
        if (!names.contains(suite)) {
            throw new StepException(Problem.of("a mirror serves another suite than was asked for")
                    .where(where)
                    .expected(suite)
                    .found(String.join(", ", names)));
        }
        return release;
    }

    /** Until when the archive vouches for it; some archives do not say. */
    Optional<Instant> validUntil() {
        return stanza.get("valid-until").map(text -> {
            try {
                return ZonedDateTime.parse(text.replace("UTC", "GMT"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException e) {
                throw broken(where, "Valid-Until: " + text);
            }
        });
    }

    boolean hasByHash() {
        return stanza.get("acquire-by-hash").orElse("no").equals("yes");
    }

    /** The file of that path below the suite's folder. */
    Optional<Entry> entry(String path) {
        return stanza.get("sha256")
                .flatMap(table -> table.lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(words -> words.length == 3 && words[2].equals(path))
                        .map(words -> entry(words[0], words[1]))
                        .findFirst());
    }

    private Entry entry(String hash, String size) {
        try {
            return new Entry(new Digest(hash), Long.parseLong(size));
        } catch (IllegalArgumentException e) {
            throw broken(where, hash + " " + size);
        }
    }

    private static StepException broken(String where, String found) {
        return new StepException(Problem.of("a signed index cannot be understood")
                .where(where)
                .expected("one paragraph of fields as deb822(5) has it")
                .found(found));
    }
}
