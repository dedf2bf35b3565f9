package dev.gristmill.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * One block of a PEM file (RFC 7468); what stands around it is ignored.
 *
 * @param label what stands behind {@code BEGIN}
 */
record Pem(String label, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** The first block of the text, if there is a whole one. */
    static Optional<Pem> in(String text) {
        int begin = text.indexOf(BEGIN);
        int labelEnd = begin < 0 ? -1 : text.indexOf(DASHES, begin + BEGIN.length());
        if (labelEnd < 0) {
            return Optional.empty();
        }
        var label = text.substring(begin + BEGIN.length(), labelEnd);
        int end = text.indexOf("-----END " + label + DASHES, labelEnd);
        if (end < 0) {
            return Optional.empty();
        }
        try {
            var body = text.substring(labelEnd + DASHES.length(), end);
            return Optional.of(new Pem(label, Base64.getMimeDecoder().decode(body)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return BEGIN + label + DASHES + "\n" + lines + "\n-----END " + label + DASHES + "\n";
    }
}
