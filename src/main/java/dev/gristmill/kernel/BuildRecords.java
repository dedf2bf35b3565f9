package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** Build records of the store: lines {@code name value}, one {@code patch} for each patch. */
public final class BuildRecords {
    private static final String FORM = "1";

    private final Store store;

    public BuildRecords(Store store) {
        this.store = store;
    }

    /** The record of that key; a damaged one counts as none. */
    public Optional<BuildRecord> find(Digest key) {
        try {
            return Optional.of(read(Files.readAllLines(file(key)), key));
        } catch (IOException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // not there, or not what remember() writes
        }
    }

    void remember(KernelRequest request) {
        var file = file(request.key());
        if (!Files.exists(file)) {
            store.publishText(text(BuildRecord.of(request)), file);
        }
    }

    /** Where the record of that key is, or would be. */
    public Path file(Digest key) {
        return store.records().resolve(key.hex());
    }

    private static String text(BuildRecord record) {
        var lines = new ArrayList<String>();
        lines.add("form " + FORM);
        lines.add("encoding " + record.encoding());
        lines.add("recipe " + record.recipe());
        lines.add("architecture " + record.architecture());
        lines.add("release " + record.release());
        lines.add("date " + record.date());
        lines.add("source " + record.source().hex());
        lines.add("origin " + record.origin().replace('\n', ' '));
        record.patches().forEach(patch -> lines.add("patch " + patch.hex()));
        lines.add("config " + record.config().hex());
        lines.add("toolchain " + record.toolchain().hex());
        lines.add("toolchain-description " + record.toolchainDescription().replace('\n', ' '));
        record.environment().forEach((name, value) -> lines.add("environment " + name + "=" + value));
        return String.join("\n", lines) + "\n";
    }

    private static BuildRecord read(List<String> lines, Digest key) {
        Map<String, String> values = new TreeMap<>();
        var patches = new ArrayList<Digest>();
        var environment = new TreeMap<String, String>();
        for (var line : lines) {
            int space = line.indexOf(' ');
            var name = line.substring(0, Math.max(0, space));
            var value = line.substring(space + 1);
            switch (name) {
                case "patch" -> patches.add(new Digest(value));
                case "environment" -> {
                    int equals = value.indexOf('=');
                    environment.put(value.substring(0, equals), value.substring(equals + 1));
                }
                default -> values.put(name, value);
            }
        }
        if (!FORM.equals(values.get("form"))) {
            throw new IllegalArgumentException("Another form");
        }
        return new BuildRecord(
                key,
                Integer.parseInt(value(values, "encoding")),
                Integer.parseInt(value(values, "recipe")),
                Architecture.named(value(values, "architecture")).orElseThrow(),
                Release.parse(value(values, "release")).orElseThrow(),
                Instant.parse(value(values, "date")),
                new Digest(value(values, "source")),
                value(values, "origin"),
                patches,
                new Digest(value(values, "config")),
                new Digest(value(values, "toolchain")),
                value(values, "toolchain-description"),
                environment);
    }

    private static String value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }
}
