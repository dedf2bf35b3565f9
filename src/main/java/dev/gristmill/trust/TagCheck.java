package dev.gristmill.trust;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.util.Optional;

/** Whether a tag stands for the release that it names: a registry may move a tag to any image that was ever signed. */
final class TagCheck {
    private TagCheck() {}

    /** What speaks against it, or an empty text; nothing if the tag names no release. */
    static Optional<String> problem(String tag, String release, String profile) {
        var rest = rest(tag, release);
        if (rest.isPresent()) {
            boolean ours = rest.get().isEmpty() || rest.get().equals("-" + profile);
            return Optional.of(ours ? "" : "the image is of the profile " + profile);
        }
        var named = tag.indexOf('-') < 0 ? tag : tag.substring(0, tag.indexOf('-'));
        boolean version =
                Release.parse(named).isPresent() || Series.parse(named).isPresent();
        return version ? Optional.of("the image is of the release " + release) : Optional.empty();
    }

    /** What stands behind the release or the series in a tag that begins with one of them. */
    private static Optional<String> rest(String tag, String release) {
        var series = Release.parse(release).map(Release::series).map(Series::toString);
        if (tag.equals(release) || tag.startsWith(release + "-")) {
            return Optional.of(tag.substring(release.length()));
        }
        return series.filter(name -> tag.equals(name) || tag.startsWith(name + "-"))
                .map(name -> tag.substring(name.length()));
    }
}
