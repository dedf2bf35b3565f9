package dev.gristmill.ui;

import java.util.ArrayList;
import java.util.Locale;

/** One line about one task. */
final class TaskLine {
    private static final int BAR = 20;

    private TaskLine() {}

    /** For the live view: who, what, a bar where there is a percentage, the rest as far as the width goes. */
    static String live(TaskState task) {
        var head = String.format(Locale.ROOT, "  %-26s %-10s", task.subject(), task.step());
        if (task.percent().isEmpty()) {
            return head + " " + Amounts.duration(task.elapsed()) + "  " + task.measure();
        }
        int percent = task.percent().getAsInt();
        int filled = percent * BAR / 100;
        var bar = "━".repeat(filled) + "─".repeat(BAR - filled);
        var left = task.left().map(d -> Amounts.duration(d) + " left").orElse("");
        return String.format(Locale.ROOT, "%s %s %2d %%  %-14s %s", head, bar, percent, left, task.measure());
    }

    /** For logs: one sentence. */
    static String plain(TaskState task) {
        var parts = new ArrayList<String>();
        task.percent().ifPresent(p -> parts.add(p + " %"));
        if (!task.measure().isEmpty()) {
            parts.add(task.measure());
        }
        task.left().ifPresent(d -> parts.add(Amounts.duration(d) + " left"));
        return task.subject() + ": " + task.step() + (parts.isEmpty() ? "" : ", " + String.join(", ", parts));
    }

    static String finished(TaskState task, String summary) {
        return task.subject() + ": " + task.step() + ", "
                + summary
                + (summary.isEmpty() ? "" : ", ") + Amounts.duration(task.elapsed());
    }
}
