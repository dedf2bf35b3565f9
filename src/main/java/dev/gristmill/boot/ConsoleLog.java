package dev.gristmill.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Takes what a machine says, line by line, writes it down, and keeps what a verdict needs of it. Called from the
 * threads that read the machine's two streams.
 */
final class ConsoleLog implements AutoCloseable {
    private static final int MOST_WRITTEN = 8 << 20;
    private static final int LONGEST_SHOWN = 300;
    private static final int LAST_LINES = 12;
    private static final int TRACE_LINES = 40;
    private static final int MOST_STARTS = 4;

    private final Path file;
    private final Writer writer;
    private final String token;
    private final String prefix;
    private final long begun = System.nanoTime();
    private final List<Report> starts = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final Deque<String> duringChecks = new ArrayDeque<>();
    private final List<String> trace = new ArrayList<>();
    private final List<String> emulator = new ArrayList<>();
    private Optional<Trouble> worst = Optional.empty();
    private Optional<Duration> firstAnswer = Optional.empty();
    private long lastHeard = begun;
    private int lastNumber = Integer.MAX_VALUE;
    private int written;
    private int cutThrough;

    /** @param prefix how lines of the second stream begin that the machine's program itself says */
    ConsoleLog(Path file, String token, String prefix) throws IOException {
        this.file = file;
        this.token = token;
        this.prefix = prefix;
        Files.createDirectories(file.getParent());
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    Path file() {
        return file;
    }

    /** A line of the console. */
    synchronized void take(String raw) {
        var line = printable(raw);
        write(line);
        lastHeard = System.nanoTime();
        var said = ReportLine.parse(line, token);
        if (said.isPresent()) {
            answered(said.get());
        } else if (ReportLine.isMeant(line)) {
            cutThrough++;
        } else {
            heard(line);
        }
    }

    /** A line of the second stream: what the program says, or the serial port beside a virtio console. */
    synchronized void takeSecond(String raw) {
        var line = printable(raw);
        write((prefix.isEmpty() ? "vmm| " : "serial| ") + line);
        lastHeard = System.nanoTime();
        if (line.startsWith(prefix)) {
            if (emulator.size() < LAST_LINES) {
                emulator.add(shown(line));
            }
        } else if (!ReportLine.isMeant(line)) {
            heard(line);
        }
    }

    /** A line of the kernel's log as the guest left it on its disk, for a kernel that has no console. */
    synchronized void takeFromDisk(String raw) {
        var line = printable(raw);
        write("disk| " + line);
        heard(line);
    }

    /** A line of ours, such as the command, that only goes into the file. */
    synchronized void comment(String line) {
        write("# " + line);
    }

    /** One report for each start of the kernel that was heard of. */
    synchronized List<Report> starts() {
        return starts.stream().map(report -> new Report().and(report)).toList();
    }

    /** Report lines that did not arrive whole. */
    synchronized int cutThrough() {
        return cutThrough;
    }

    synchronized Optional<Trouble> worst() {
        return worst;
    }

    /** The first line of trouble and what follows it. */
    synchronized List<String> trace() {
        return List.copyOf(trace);
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    /** The last of what the kernel said while init checked. */
    synchronized List<String> duringChecks() {
        return List.copyOf(duringChecks);
    }

    /** What the machine's program said. */
    synchronized List<String> emulator() {
        return List.copyOf(emulator);
    }

    /** From the machine's start to init's first line. */
    synchronized Optional<Duration> firstAnswer() {
        return firstAnswer;
    }

    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    /** Something was heard over another way. */
    synchronized void heardElsewhere() {
        lastHeard = System.nanoTime();
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private void answered(ReportLine line) {
        if (firstAnswer.isEmpty()) {
            firstAnswer = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
        }
        if (line.number() <= lastNumber && starts.size() < MOST_STARTS) {
            starts.add(new Report());
        }
        lastNumber = line.number();
        starts.getLast().add(line);
    }

    private void heard(String line) {
        var shown = shown(line);
        if (line.isBlank() || last.contains(shown)) {
            return; // a kernel with two consoles says everything twice
        }
        keep(shown, last);
        if (starts.size() == 1 && !starts.getFirst().isDone()) {
            keep(shown, duringChecks);
        }
        var found = Trouble.in(line);
        found.filter(trouble -> worst.isEmpty() || trouble.compareTo(worst.get()) < 0)
                .ifPresent(trouble -> worst = Optional.of(trouble));
        if (worst.isPresent() && trace.size() < TRACE_LINES && !trace.contains(shown)) {
            trace.add(shown);
        }
    }

    private static void keep(String line, Deque<String> newest) {
        newest.addLast(line);
        if (newest.size() > LAST_LINES) {
            newest.removeFirst();
        }
    }

    private void write(String line) {
        if (written + line.length() > MOST_WRITTEN) {
            return;
        }
        written += line.length() + 1;
        try {
            writer.append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String line) {
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }

    /** A guest must not reach the terminal of whoever reads the log. */
    private static String printable(String line) {
        var text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c >= ' ' && c <= '~') {
                text.append(c);
            } else if (c == '\t') {
                text.append(' ');
            } else if (c != '\r') {
                text.append('?');
            }
        }
        return text.toString();
    }
}
