package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Binds a waiver of a profile. */
final class WaiverReader {
    private static final Set<String> KEYS = Set.of("option", "from", "below", "architecture", "reason");
    private static final int LONGEST = 128;

    private final Mistakes mistakes;

    WaiverReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Nothing if it lacks what makes it one. */
    Optional<Waiver> read(Node node) {
        var keys = Mapping.of(node, "a waiver", KEYS, mistakes);
        var option = keys.parsed("option", "the whole name of one option, such as CONFIG_NUMA", WaiverReader::name);
        var architecture =
                keys.parsed("architecture", "one of " + Arrays.toString(Architecture.values()), Architecture::named);
        var reason = keys.text("reason");
        require(keys, "option", "option: CONFIG_NAME");
        require(keys, "reason", "reason: why the kernel is good without it");
        var series = new SeriesRangeReader(mistakes).read(keys, "this waiver is");
        return option.isPresent() && reason.isPresent()
                ? Optional.of(new Waiver(option.get(), series, architecture, reason.get(), mistakes.place(node)))
                : Optional.empty();
    }

    private void require(Mapping keys, String key, String form) {
        if (keys.get(key).isEmpty()) {
            mistakes.add(keys.node(), Problem.of("a waiver needs '" + key + "'").expected(form));
        }
    }

    /** No pattern is one: what a pattern lets through one day, nobody notices. */
    private static Optional<String> name(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(WaiverReader::isNamePart)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static boolean isNamePart(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
    }
}
