package dev.gristmill.source.apt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code gpgv --status-fd} said of a signed document (GnuPG's doc/DETAILS).
 *
 * @param signers the fingerprints of the primary keys whose signatures are good; a GOODSIG says that neither key nor
 *     signature has expired or was revoked
 * @param bad whether a signature does not fit the document, or there is none
 * @param objections why other signatures do not count, for people
 */
public record GpgvStatus(Set<String> signers, boolean bad, List<String> objections) {
    private static final String STATUS = "[GNUPG:] ";
    private static final int HASH = 8;
    private static final int PRIMARY_KEY = 10;

    // The numbers of RFC 9580, section 9.5: MD5, SHA-1, RIPEMD-160.
    private static final List<String> WEAK_HASHES = List.of("1", "2", "3");

    public GpgvStatus {
        signers = Set.copyOf(signers);
        objections = List.copyOf(objections);
    }

    /** @param output of gpgv, whose lines of another kind are ignored */
    public static GpgvStatus of(List<String> output) {
        var status = output.stream()
                .filter(line -> line.startsWith(STATUS))
                .map(line -> line.substring(STATUS.length()))
                .toList();
        var signers = new LinkedHashSet<String>();
        boolean good = false;
        for (var line : status) {
            var words = line.split(" ", -1);
            good = switch (words[0]) {
                case "GOODSIG" -> true;
                case "NEWSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "ERRSIG", "BADSIG" -> false;
                default -> good;
            };
            boolean valid = good && words[0].equals("VALIDSIG") && words.length > HASH;
            if (valid && !WEAK_HASHES.contains(words[HASH])) {
                signers.add(words.length > PRIMARY_KEY ? words[PRIMARY_KEY] : words[1]);
            }
        }
        boolean bad = status.stream().anyMatch(line -> line.startsWith("BADSIG") || line.startsWith("NODATA"));
        var objections = status.stream()
                .map(GpgvStatus::objection)
                .filter(text -> !text.isEmpty())
                .toList();
        return new GpgvStatus(signers, bad, objections);
    }

    /** What speaks against the document, one thing a line. */
    public String reason() {
        return objections.isEmpty()
                ? "no signature"
                : objections.stream().distinct().collect(Collectors.joining("\n"));
    }

    private static String objection(String line) {
        var words = line.split(" ", 3);
        return switch (words[0]) {
            case "BADSIG" -> "a bad signature by " + words[words.length - 1];
            case "NO_PUBKEY" -> "a signature by the unknown key " + words[1];
            case "EXPSIG" -> "an expired signature";
            case "EXPKEYSIG" -> "a signature by an expired key";
            case "REVKEYSIG" -> "a signature by a revoked key";
            case "VALIDSIG" -> isWeak(line) ? "a signature with a weak hash" : "";
            default -> "";
        };
    }

    private static boolean isWeak(String line) {
        var words = line.split(" ", -1);
        return words.length <= HASH || WEAK_HASHES.contains(words[HASH]);
    }
}
