package dev.gristmill.source;

import dev.gristmill.model.Release;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What changed in a release.
 *
 * @param date on which it was made, where that is said
 * @param headlines the first line of each change
 */
public record ReleaseNotes(Release release, Optional<LocalDate> date, List<String> headlines) {
    public ReleaseNotes {
        headlines = List.copyOf(headlines);
    }
}
