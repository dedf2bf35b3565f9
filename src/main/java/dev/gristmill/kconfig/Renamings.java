package dev.gristmill.kconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is known of options that went by another name in earlier kernels. */
final class Renamings {
    private static final String RESOURCE = "renamed.txt";

    private final Map<Option, Renaming> renamings;

    private Renamings(Map<Option, Renaming> renamings) {
        this.renamings = renamings;
    }

    /**
     * What became of an option.
     *
     * @param successors empty where there is none
     * @param note how they relate; may be empty
     */
    record Renaming(List<Option> successors, String note) {}

    static Renamings load() {
        try (var in = Objects.requireNonNull(Renamings.class.getResourceAsStream(RESOURCE))) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads lines {@code OLD NEW... # note}, with a dash for no successor. */
    static Renamings of(String text) {
        var renamings = new HashMap<Option, Renaming>();
        text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(line -> {
            int comment = line.indexOf('#');
            var names =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split(" ");
            var successors = Arrays.stream(names)
                    .skip(1)
                    .filter(name -> !name.equals("-"))
                    .map(Option::new)
                    .toList();
            var note = comment < 0 ? "" : line.substring(comment + 1).strip();
            if (renamings.put(new Option(names[0]), new Renaming(successors, note)) != null) {
                throw new IllegalStateException(names[0] + " stands twice in " + RESOURCE);
            }
        });
        return new Renamings(renamings);
    }

    Optional<Renaming> of(Option option) {
        return Optional.ofNullable(renamings.get(option));
    }

    /** The options that became this one. */
    List<Option> predecessors(Option option) {
        return renamings.entrySet().stream()
                .filter(entry -> entry.getValue().successors().contains(option))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
