package dev.gristmill.kconfig;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a file of option lines, and tells all its mistakes together. */
public final class OptionFile {
    /** In bytes. A full configuration of a distribution has some 300,000. */
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

    /**
     * The same for an open stream, such as one from the class path, which the caller closes.
     *
     * @param name of the file, for people
     */
    public static void read(InputStream in, String name, Dialect dialect, Consumer<OptionLine> consumer)
            throws IOException {
        new OptionFile(dialect, name).readAll(in, consumer);
    }

    private void readAll(InputStream in, Consumer<OptionLine> consumer) throws IOException {
        var text = text(in);
        var parser = new LineParser(dialect, name);
        int options = 0;
        int number = 0;
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = endOfLine(text, start);
            number++;
            if (end - start > LONGEST_LINE) {
                throw tooLong(number);
            }
            try {
                var read = parser.parse(text.substring(start, end).stripTrailing(), number);
                read.ifPresent(consumer);
                options += read.isPresent() ? 1 : 0;
            } catch (LineParser.Malformed e) {
                remember(e.problem());
            }
        }
        finish(options);
    }

    // At once, since reading it character by character is most of the start-up of a program that reads fragments.
    private String text(InputStream in) throws IOException {
        var bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw tooLong(1);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static int endOfLine(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    private InvalidInputException tooLong(int line) {
        return unreadable(name + ":" + line, "too long a line, or too large a file, for a configuration");
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
