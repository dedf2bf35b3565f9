package dev.gristmill.ui;

import dev.gristmill.progress.Progress.Unit;
import dev.gristmill.progress.Task;
import java.time.Duration;

/** A task whose changes are handed to a view. */
final class RunningTask implements Task {
    /** Who shows it. */
    interface View {
        void changed(RunningTask task);

        void finished(RunningTask task, String summary);

        void abandoned(RunningTask task);
    }

    private final View view;
    private final String subject;
    private final String step;
    private final Unit unit;
    private final long began = System.nanoTime();
    private long reached;
    private long expected;
    private String detail = "";
    private boolean over;

    RunningTask(View view, String subject, String step, Unit unit) {
        this.view = view;
        this.subject = subject;
        this.step = step;
        this.unit = unit;
    }

    synchronized TaskState state() {
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return new TaskState(subject, step, unit, reached, expected, detail, elapsed);
    }

    @Override
    public synchronized void expect(long total) {
        expected = total;
    }

    @Override
    public void reached(long units) {
        synchronized (this) {
            reached = units;
        }
        view.changed(this);
    }

    @Override
    public synchronized void detail(String text) {
        detail = text;
    }

    @Override
    public void done(String summary) {
        if (end()) {
            view.finished(this, summary);
        }
    }

    @Override
    public void close() {
        if (end()) {
            view.abandoned(this);
        }
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }
}
