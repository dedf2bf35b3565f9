package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import java.util.Optional;

/**
 * Leave for one option to come out otherwise than the fragments ask.
 *
 * @param option its whole name, with or without {@code CONFIG_}
 * @param architecture the only one it is for; every one if absent
 * @param place {@code file:line:column} of the catalogue
 */
public record Waiver(
        String option, SeriesRange series, Optional<Architecture> architecture, String reason, String place) {

    public boolean isFor(Release release, Architecture other) {
        return series.includes(release)
                && architecture.map(only -> only == other).orElse(true);
    }

    /** What decides which configurations it lets through; one line. */
    public String scope() {
        return option + " " + series + " " + architecture.map(Architecture::id).orElse("");
    }
}
