package dev.gristmill.kernel;

import dev.gristmill.progress.Task;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What becomes of each line that a compile says: kept, counted, and searched for errors. */
final class CompileOutput implements Consumer<String> {
    private final BuildLog log;
    private final Task task;
    private final CompilerErrors errors = new CompilerErrors();
    private final int done;
    private int expected;
    private int steps;

    /** @param done steps that an earlier run has done; what is told is about the rest, so that the time left is right */
    CompileOutput(BuildLog log, Task task, int expected, int done) {
        this.log = log;
        this.done = done;
        this.steps = done;
        this.task = task;
        this.expected = expected;
        task.expect(Math.max(1, expected - done));
    }

    @Override
    public void accept(String line) {
        log.take(line);
        MakeStep.in(line).ifPresentOrElse(this::step, () -> errors.take(line));
    }

    /** Notes in the log what is about to run. */
    void comment(String text) {
        log.take("# " + text);
    }

    Path log() {
        return log.file();
    }

    int steps() {
        return steps;
    }

    String errors() {
        return errors.excerpt();
    }

    private void step(MakeStep step) {
        steps++;
        if (steps >= expected) {
            expected = steps + Math.max(1, steps / 50);
            task.expect(expected - done);
        }
        task.reached(steps - done);
        task.detail(step.toString());
    }
}
