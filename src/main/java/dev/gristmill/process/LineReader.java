package dev.gristmill.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Reads a child's output on a thread of its own: reading from a pipe cannot be interrupted, waiting for it can. */
final class LineReader {
    /** Longer lines are cut: a child's output is not trusted to have line ends. */
    static final int LONGEST_LINE = 16 * 1024;

    private final InputStream stream;
    private final Consumer<String> consumer;
    private final FutureTask<Boolean> reading;
    private final StringBuilder line = new StringBuilder();

    private LineReader(InputStream stream, Consumer<String> consumer) {
        this.stream = stream;
        this.consumer = consumer;
        this.reading = new FutureTask<>(this::read);
    }

    static LineReader start(InputStream stream, Consumer<String> consumer) {
        var reader = new LineReader(stream, consumer);
        Thread.ofPlatform().daemon().name("output of a child").start(reader.reading);
        return reader;
    }

    /** Returns when the output has ended; throws what reading it or consuming it threw. */
    void await() throws IOException, InterruptedException {
        try {
            reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            reading.cancel(false);
            throw e;
        }
    }

    private boolean read() throws IOException {
        var reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        var buffer = new char[8192];
        for (int length = reader.read(buffer); length >= 0 && !reading.isCancelled(); length = reader.read(buffer)) {
            for (int i = 0; i < length; i++) {
                take(buffer[i]);
            }
        }
        if (!line.isEmpty()) {
            consumer.accept(line.toString());
        }
        return true;
    }

    private void take(char c) {
        if (c == '\n') {
            consumer.accept(line.toString());
            line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
            line.append(c);
        }
    }
}
