package dev.gristmill.registry;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.util.List;
import java.util.Optional;

/** What a registry answers when it is asked for the tags of a repository. */
final class TagList {
    private TagList() {}

    /** Nothing if it is no such answer; names that cannot be tags are left out. */
    static Optional<List<String>> read(byte[] content) {
        try {
            var answer = JsonObject.parse(content);
            var tags = answer.has("tags") ? answer.strings("tags") : List.<String>of(); // null where there are none
            return Optional.of(tags.stream().filter(TagList::isTag).toList());
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static boolean isTag(String text) {
        return !text.isEmpty()
                && text.length() <= 128
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '_'
                                || c == '-');
    }
}
