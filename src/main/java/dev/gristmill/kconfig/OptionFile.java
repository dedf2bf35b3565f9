package dev.gristmill.kconfig;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a file of option lines as a stream, and tells all its mistakes together. */
public final class OptionFile {
    /** In characters. A full configuration of a distribution has some 300,000. */
    private static final int LARGEST = 8 * 1024 * 1024;

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int TOLD = 20;

    private final Dialect dialect;
    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private int more;

    private OptionFile(Dialect dialect, String name) {
        this.dialect = dialect;
        this.name = name;
    }

    /**
     * Gives each line that says something to the consumer.
     *
     * @throws InvalidInputException if the file cannot be read, says nothing or has mistakes
     */
    public static void read(Path file, Dialect dialect, Consumer<OptionLine> consumer) {
        var reader = new OptionFile(dialect, file.toString());
        try (var in = Files.newInputStream(file)) {
            reader.readAll(in, consumer);
        } catch (NoSuchFileException e) {
            throw unreadable(file.toString(), "no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(file.toString(), "bytes that are no UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file.toString(), Files.isDirectory(file) ? "a folder" : e.toString());
        }
    }

    /** The same for an open stream, which the caller closes. */
    static void read(InputStream in, String name, Dialect dialect, Consumer<OptionLine> consumer) throws IOException {
        new OptionFile(dialect, name).readAll(in, consumer);
    }

    private void readAll(InputStream in, Consumer<OptionLine> consumer) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        var parser = new LineParser(dialect, name);
        int options = 0;
        long size = 0;
        int number = 0;
        for (var line = nextLine(reader); !line.end(); line = nextLine(reader)) {
            number++;
            size += line.text().length() + 1;
            if (line.tooLong() || size > LARGEST) {
                throw unreadable(name + ":" + number, "too long a line, or too large a file, for a configuration");
            }
            try {
                var read = parser.parse(line.text(), number);
                read.ifPresent(consumer);
                options += read.isPresent() ? 1 : 0;
            } catch (LineParser.Malformed e) {
                remember(e.problem());
            }
        }
        finish(options);
    }

    private record Line(String text, boolean end, boolean tooLong) {}

    // BufferedReader.readLine would take in a line of any length.
    private static Line nextLine(BufferedReader reader) throws IOException {
        var text = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return new Line("", true, false);
        }
        while (c >= 0 && c != '\n' && text.length() <= LONGEST_LINE) {
            text.append((char) c);
            c = reader.read();
        }
        return new Line(text.toString().stripTrailing(), false, text.length() > LONGEST_LINE);
    }

    private void remember(Problem problem) {
        if (problems.size() < TOLD) {
            problems.add(problem);
        } else {
            more++;
        }
    }

    private void finish(int options) {
        if (more > 0) {
            problems.add(Problem.of(more + " more mistakes in the same file").where(name));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        if (options == 0) {
            throw new InvalidInputException(Problem.of("the configuration file says nothing about any option")
                    .where(name)
                    .expected("at least one line CONFIG_NAME=value")
                    .found("only comments and empty lines, or an empty file")
                    .remedy("fill it in, or take it out of the list"));
        }
    }

    private static InvalidInputException unreadable(String where, String found) {
        return new InvalidInputException(Problem.of("the configuration file cannot be read")
                .where(where)
                .expected("a text file with lines CONFIG_NAME=value")
                .found(found));
    }
}
