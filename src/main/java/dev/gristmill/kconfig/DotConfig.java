package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@code .config}: each option it mentions and its value. "Is not set" is the value n; what is absent has none. */
public final class DotConfig {
    private final SortedMap<Option, Value> values;

    private DotConfig(SortedMap<Option, Value> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /**
     * Reads a plain {@code .config}.
     *
     * @throws InvalidInputException if it cannot be read, is empty, has mistakes or names an option twice
     */
    public static DotConfig read(Path file) {
        var values = new TreeMap<Option, Value>();
        var problems = new ArrayList<Problem>();
        OptionFile.read(file, Dialect.DOT_CONFIG, line -> {
            var earlier = values.putIfAbsent(line.option(), line.values().getFirst());
            if (earlier != null) {
                problems.add(Problem.of(line.option() + " stands twice in a configuration file")
                        .where(line.location())
                        .expected("one line for each option")
                        .found(line.values().getFirst() + " here, " + earlier + " further up"));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new DotConfig(values);
    }

    /** One that says exactly this. */
    public static DotConfig of(SortedMap<Option, Value> values) {
        return new DotConfig(new TreeMap<>(values));
    }

    /** What it says about the option; nothing where it is absent. */
    public Optional<Value> value(Option option) {
        return Optional.ofNullable(values.get(option));
    }

    /** Whether the option is off, a module or built in; off where it is absent or no tristate. */
    public Tristate tristate(Option option) {
        return values.get(option) instanceof Tristate tristate ? tristate : Tristate.NO;
    }

    /** In the order of the options' names. */
    public SortedMap<Option, Value> values() {
        return values;
    }

    /** Over what it says, whatever its order and comments. */
    public Digest digest() {
        var running = Digest.algorithm();
        values.forEach(
                (option, value) -> running.update((line(option, value) + "\n").getBytes(StandardCharsets.UTF_8)));
        return Digest.from(running);
    }

    /** What is different in the other one, in the order of the options' names. */
    public List<Difference> to(DotConfig other) {
        var all = new TreeMap<>(values);
        all.putAll(other.values);
        return all.keySet().stream()
                .filter(option -> !value(option).equals(other.value(option)))
                .map(option -> new Difference(option, value(option), other.value(option)))
                .toList();
    }

    void writeTo(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (var entry : values.entrySet()) {
                writer.append(line(entry.getKey(), entry.getValue())).append('\n');
            }
        }
    }

    /** The line that says so, as the kernel writes it. */
    static String line(Option option, Value value) {
        return value == Tristate.NO ? "# " + option + " is not set" : option + "=" + value;
    }
}
