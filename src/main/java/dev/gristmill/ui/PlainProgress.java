package dev.gristmill.ui;

import dev.gristmill.progress.Task;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lines for logs and pipes: one when a task begins, one now and then, one when it ends. */
final class PlainProgress implements ConsoleProgress, RunningTask.View {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

    private final PrintStream out;
    private final Palette palette;
    private final Map<RunningTask, Duration> lastLine = new ConcurrentHashMap<>();

    PlainProgress(PrintStream out, Palette palette) {
        this.out = out;
        this.palette = palette;
    }

    @Override
    public Task begin(String subject, String step, Unit unit) {
        var task = new RunningTask(this, subject, step, unit);
        lastLine.put(task, Duration.ZERO);
        out.println(subject + ": " + step);
        return task;
    }

    @Override
    public void note(String line) {
        out.println(line);
    }

    @Override
    public void warn(String line) {
        out.println(palette.caution("warning: ") + line);
    }

    @Override
    public void changed(RunningTask task) {
        var state = task.state();
        lastLine.computeIfPresent(task, (t, last) -> {
            if (state.elapsed().minus(last).compareTo(BETWEEN_LINES) < 0) {
                return last;
            }
            out.println(TaskLine.plain(state));
            return state.elapsed();
        });
    }

    @Override
    public void finished(RunningTask task, String summary) {
        lastLine.remove(task);
        out.println(TaskLine.finished(task.state(), summary));
    }

    @Override
    public void abandoned(RunningTask task) {
        lastLine.remove(task);
        var state = task.state();
        out.println(state.subject() + ": " + state.step() + " stopped after " + Amounts.duration(state.elapsed()));
    }

    @Override
    public void close() {}
}
