package dev.gristmill.boot;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One line of a guest's report that arrived whole: {@code gristmill TOKEN NUMBER TEXT #CHECKSUM}. {@code report.h}
 * writes it.
 *
 * @param number from 1
 * @param text printable ASCII
 */
record ReportLine(int number, String text) {
    static final int MOST_LINES = 200;
    static final int LONGEST = 2048;

    private static final String MARK = "gristmill ";
    private static final int CHECKSUM = " #01234567".length();

    /** Whether the line was meant to be of a report, whole or not. */
    static boolean isMeant(String line) {
        return line.contains(MARK);
    }

    /** Reads a line; anything that is not exactly one of this boot gives nothing. */
    static Optional<ReportLine> parse(String line, String token) {
        var start = MARK + token + " ";
        int end = line.length() - CHECKSUM;
        if (!line.startsWith(start) || line.length() > LONGEST || end <= start.length() || !isChecked(line, end)) {
            return Optional.empty();
        }
        int blank = line.indexOf(' ', start.length());
        if (blank < 0 || blank > end) {
            return Optional.empty();
        }
        var number = line.substring(start.length(), blank);
        boolean counts = !number.isEmpty()
                && number.length() <= 3
                && number.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(number) >= 1
                && Integer.parseInt(number) <= MOST_LINES;
        boolean printable = line.chars().allMatch(c -> c >= ' ' && c <= '~');
        return counts && printable
                ? Optional.of(new ReportLine(Integer.parseInt(number), line.substring(Math.min(blank + 1, end), end)))
                : Optional.empty();
    }

    private static boolean isChecked(String line, int end) {
        return line.substring(end).equals(" #" + HexFormat.of().toHexDigits(fnv1a(line.substring(0, end))));
    }

    /** The 32-bit FNV-1a hash. */
    private static int fnv1a(String text) {
        int hash = 0x811c9dc5;
        for (var b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            hash = (hash ^ (b & 0xff)) * 16777619;
        }
        return hash;
    }
}
