package dev.gristmill.cli;

import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.Difference;
import dev.gristmill.plan.KernelChange;
import dev.gristmill.plan.KernelChange.Facts;
import dev.gristmill.ui.Amounts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What would change, as Markdown for a pull request. */
final class MarkdownSummary {
    private static final int MOST_OPTIONS = 200;

    private MarkdownSummary() {}

    /** @param published where the kernels were compared with those of, if anywhere */
    static String text(List<KernelChange> changes, Optional<String> published) {
        var text = new StringBuilder("## Kernels\n\n");
        text.append(published
                .map(place -> "Against what is published under `" + plain(place) + "`.")
                .orElse("No registry is named, so there is nothing to compare with."));
        text.append("\n\n| image | architecture | release | boot file | image | modules | to init | configuration |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        changes.forEach(change -> appendRow(text, change));
        changes.forEach(change -> change.configuration().ifPresent(options -> appendOptions(text, change, options)));
        return text.toString();
    }

    private static void appendRow(StringBuilder text, KernelChange change) {
        var before = change.published();
        var built = change.built();
        var cells = List.of(
                "`" + plain(change.name()) + "`",
                change.architecture().id(),
                release(built, before),
                size(built, before, Facts::bootFile),
                size(built, before, Facts::image),
                modules(built, before),
                toInit(built, before),
                change.configuration().map(MarkdownSummary::count).orElse("not published"));
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String release(Facts built, Optional<Facts> before) {
        return before.map(Facts::release)
                .filter(release -> !release.equals(built.release()))
                .map(release -> plain(release) + " → " + built.release())
                .orElse(built.release());
    }

    private static String size(Facts built, Optional<Facts> before, ToLongFunction<Facts> of) {
        long now = of.applyAsLong(built);
        return Amounts.bytes(now)
                + before.map(facts -> now - of.applyAsLong(facts))
                        .map(MarkdownSummary::difference)
                        .orElse("");
    }

    private static String difference(long bytes) {
        if (bytes == 0) {
            return " (=)";
        }
        return bytes > 0 ? " (+" + Amounts.bytes(bytes) + ")" : " (−" + Amounts.bytes(-bytes) + ")";
    }

    private static String modules(Facts built, Optional<Facts> before) {
        if (built.modules() == 0 && before.map(Facts::modules).orElse(0) == 0) {
            return "none";
        }
        var was = before.filter(facts -> facts.modules() != built.modules())
                .map(facts -> facts.modules() + " → ")
                .orElse("");
        return was + built.modules() + ", " + size(built, before, Facts::moduleBytes);
    }

    /** Of what this machine has booted: times of two machines do not compare. */
    private static String toInit(Facts built, Optional<Facts> before) {
        var times = built.microsToInit().entrySet().stream()
                .map(time -> time.getKey() + " "
                        + before.map(facts -> facts.microsToInit().get(time.getKey()))
                                .filter(was -> !was.equals(time.getValue()))
                                .map(was -> millis(was) + " → ")
                                .orElse("")
                        + millis(time.getValue()))
                .collect(Collectors.joining("<br>"));
        return times.isEmpty() ? "not booted" : times;
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%d ms", micros / 1000);
    }

    private static String count(ConfigurationChanges changes) {
        return changes.count() == 0 ? "the same" : changes.count() + " options";
    }

    private static void appendOptions(StringBuilder text, KernelChange change, ConfigurationChanges changes) {
        if (changes.count() == 0) {
            return;
        }
        text.append("\n<details><summary>")
                .append(plain(change.name()))
                .append(' ')
                .append(change.architecture())
                .append(": ")
                .append(count(changes))
                .append("</summary>\n\n```\n");
        int left = MOST_OPTIONS;
        for (var kind : Difference.Kind.values()) {
            for (var difference : changes.of(kind)) {
                if (left-- > 0) {
                    text.append(kind.word())
                            .append(": ")
                            .append(plain(difference.shown()))
                            .append('\n');
                }
            }
        }
        if (left < 0) {
            text.append("and ").append(-left).append(" more\n");
        }
        text.append("```\n\n</details>\n");
    }

    /** What others wrote cannot end a table, a fence or a paragraph, nor begin a tag. */
    private static String plain(String text) {
        var plain = new StringBuilder();
        for (char c : text.toCharArray()) {
            plain.append(c < ' ' || c == '`' || c == '|' || c == '<' ? '?' : c);
        }
        return plain.toString();
    }
}
