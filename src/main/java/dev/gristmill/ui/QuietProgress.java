package dev.gristmill.ui;

import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import java.io.PrintStream;

/** Warnings only. */
public final class QuietProgress implements ConsoleProgress {
    private final PrintStream out;

    public QuietProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public Task begin(String subject, String step, Unit unit) {
        return Progress.none().begin(subject, step, unit);
    }

    @Override
    public void note(String line) {}

    @Override
    public void warn(String line) {
        out.println("warning: " + line);
    }

    @Override
    public void close() {}
}
