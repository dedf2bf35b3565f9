package dev.gristmill.source;

import dev.gristmill.model.Release;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@code ChangeLog-X.Y.Z} of kernel.org: what {@code git log} prints, the commit that names the release first. */
final class KernelChangeLog {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy Z", Locale.ENGLISH);
    private static final String INDENT = "    ";

    private final Release release;
    private final List<String> headlines = new ArrayList<>();
    private Optional<LocalDate> date = Optional.empty();
    private boolean inMessage;

    private KernelChangeLog(Release release) {
        this.release = release;
    }

    static ReleaseNotes read(Release release, String text) {
        var log = new KernelChangeLog(release);
        text.lines().forEach(log::line);
        return new ReleaseNotes(release, log.date, log.headlines);
    }

    private void line(String line) {
        if (line.startsWith("commit ")) {
            inMessage = false;
        } else if (line.startsWith("Date: ") && date.isEmpty()) {
            date = date(line.substring("Date: ".length()).strip());
        } else if (!inMessage && line.startsWith(INDENT) && !line.isBlank()) {
            inMessage = true;
            headline(line.strip());
        }
    }

    private void headline(String text) {
        if (!text.equals("Linux " + release)) {
            headlines.add(text);
        }
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, DATE).toLocalDate());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
