package dev.gristmill.plan;

import dev.gristmill.model.Release;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tags of a repository that name a release, such as {@code 5.10.262-tiny}; those of series move, and are not among them. */
final class ReleaseTags {
    private ReleaseTags() {}

    /** Those that are not among the newest so many of their series and profile; the newest always is. */
    static List<String> beyond(int keep, Set<String> tags) {
        return groups(tags).values().stream()
                .flatMap(group -> group.stream().skip(Math.max(1, keep)))
                .map(ReleaseTag::name)
                .toList();
    }

    /** @param profile with the hyphen before it, or empty */
    private record ReleaseTag(String name, Release release, String profile) {
        static Optional<ReleaseTag> of(String tag) {
            int end = tag.indexOf('-');
            return Release.parse(end < 0 ? tag : tag.substring(0, end))
                    .map(release -> new ReleaseTag(tag, release, end < 0 ? "" : tag.substring(end)));
        }

        String group() {
            return release.series() + profile;
        }
    }

    /** By series and profile, the newest first. */
    private static Map<String, List<ReleaseTag>> groups(Collection<String> tags) {
        return tags.stream()
                .flatMap(tag -> ReleaseTag.of(tag).stream())
                .sorted((a, b) -> b.release().compareTo(a.release()))
                .collect(Collectors.groupingBy(ReleaseTag::group, TreeMap::new, Collectors.toList()));
    }
}
