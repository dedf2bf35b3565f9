package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.progress.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileOutputTest {
    @TempDir
    Path folder;

    @Test
    void keepsEveryLine() throws Exception {
        try (var log = log()) {
            var output = new CompileOutput(log, new Recorder(), 10, 0);
            List.of("  CC      a.o", "a.c:1:1: error: no", "").forEach(output);
        }
        assertThat(folder.resolve("log")).content().isEqualTo("  CC      a.o\na.c:1:1: error: no\n\n");
    }

    @Test
    void countsStepsOnly() throws Exception {
        var task = new Recorder();
        try (var log = log()) {
            var output = new CompileOutput(log, task, 10, 0);
            List.of("make: hello", "  CC      a.o", "  AR      b.a").forEach(output);
            assertThat(output.steps()).isEqualTo(2);
        }
        assertThat(task.reached).isEqualTo(2);
        assertThat(task.detail).isEqualTo("AR b.a");
    }

    @Test
    void tellsOfTheRestWhereAnEarlierRunDidAPart() throws Exception {
        var task = new Recorder();
        try (var log = log()) {
            var output = new CompileOutput(log, task, 10, 6);
            assertThat(task.expected).isEqualTo(4);
            output.accept("  CC      a.o");
            assertThat(output.steps()).isEqualTo(7);
        }
        assertThat(task.reached).isEqualTo(1);
    }

    @Test
    void neverReachesWhatItExpectsBeforeTheEnd() throws Exception {
        var task = new Recorder();
        try (var log = log()) {
            var output = new CompileOutput(log, task, 5, 0);
            for (int i = 0; i < 500; i++) {
                output.accept("  CC      a.o");
                assertThat(task.expected).isGreaterThan(task.reached);
            }
        }
    }

    private BuildLog log() throws IOException {
        return BuildLog.open(folder.resolve("log"));
    }

    private static final class Recorder implements Task {
        private long expected;
        private long reached;
        private String detail = "";
        private final List<String> summaries = new ArrayList<>();

        @Override
        public void expect(long total) {
            expected = total;
        }

        @Override
        public void reached(long units) {
            reached = units;
        }

        @Override
        public void detail(String text) {
            detail = text;
        }

        @Override
        public void done(String summary) {
            summaries.add(summary);
        }

        @Override
        public void close() {}
    }
}
