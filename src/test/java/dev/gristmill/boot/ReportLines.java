package dev.gristmill.boot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes reports as the guest's init does. */
final class ReportLines {
    static final String TOKEN = "0123456789abcdef";

    private ReportLines() {}

    static String line(int number, String text) {
        var said = "gristmill " + TOKEN + " " + number + " " + text;
        int hash = 0x811c9dc5;
        for (var b : said.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ b) * 16777619;
        }
        return said + String.format(" #%08x", hash);
    }

    /** A whole report with those texts, and its last line. */
    static List<String> report(List<String> texts) {
        var lines = new ArrayList<String>();
        texts.forEach(text -> lines.add(line(lines.size() + 1, text)));
        lines.add(line(lines.size() + 1, "done " + lines.size()));
        return lines;
    }

    static Report parsed(String... texts) {
        return Report.parse(String.join("\n", report(List.of(texts))), TOKEN);
    }
}
