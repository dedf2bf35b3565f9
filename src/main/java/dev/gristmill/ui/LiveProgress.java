package dev.gristmill.ui;

import dev.gristmill.progress.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** The running tasks at the bottom of the terminal, redrawn a few times a second; everything else scrolls above. */
final class LiveProgress implements ConsoleProgress, RunningTask.View {
    private static final long REDRAW_MILLIS = 200;

    private final Terminal terminal;
    private final Display display;
    private final Palette palette;
    private final Set<RunningTask> running = new LinkedHashSet<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "live view");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    private LiveProgress(Terminal terminal, Palette palette) {
        this.terminal = terminal;
        this.palette = palette;
        this.display = new Display(terminal, false);
    }

    static ConsoleProgress open(Palette palette) {
        try {
            var terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysErr)
                    .dumb(false)
                    .nativeSignals(false)
                    .build();
            var live = new LiveProgress(terminal, palette);
            live.clock.scheduleAtFixedRate(live::redraw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            return live;
        } catch (IOException | IllegalStateException e) {
            return new PlainProgress(System.err, palette);
        }
    }

    @Override
    public synchronized Task begin(String subject, String step, Unit unit) {
        var task = new RunningTask(this, subject, step, unit);
        running.add(task);
        return task;
    }

    @Override
    public void note(String line) {
        print(line);
    }

    @Override
    public void warn(String line) {
        print(palette.caution("warning: ") + line);
    }

    @Override
    public void changed(RunningTask task) {
        // The clock redraws; a task may change thousands of times a second.
    }

    @Override
    public synchronized void finished(RunningTask task, String summary) {
        running.remove(task);
        print(palette.good("✓ ") + TaskLine.finished(task.state(), summary));
    }

    @Override
    public synchronized void abandoned(RunningTask task) {
        running.remove(task);
        var state = task.state();
        print(palette.bad("✗ ") + state.subject() + ": " + state.step());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        clock.shutdownNow();
        show(List.of());
        try {
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone; there is nobody left to tell.
        }
    }

    private synchronized void print(String line) {
        if (!closed) {
            show(List.of());
            terminal.writer().println(line);
            terminal.flush();
            display.reset();
            redraw();
        }
    }

    private synchronized void redraw() {
        if (!closed) {
            var lines = new ArrayList<AttributedString>();
            running.forEach(task -> lines.add(fitted(TaskLine.live(task.state()))));
            show(lines);
        }
    }

    private void show(List<AttributedString> lines) {
        display.resize(terminal.getHeight(), terminal.getWidth());
        display.update(lines, -1);
        terminal.flush();
    }

    private AttributedString fitted(String line) {
        var text = new AttributedString(line);
        int width = Math.max(20, terminal.getWidth() - 1);
        return text.columnLength() > width ? text.columnSubSequence(0, width) : text;
    }
}
