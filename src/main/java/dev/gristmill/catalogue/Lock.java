package dev.gristmill.catalogue;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file beside a catalogue that says which release each of its series stands for: {@code gristmill.lock} beside
 * {@code gristmill.yaml}. The same pins give the same text.
 *
 * @param pins by series, in their order; none where there is no such file
 */
public record Lock(Path file, SortedMap<Series, Pin> pins) {
    private static final Set<String> KEYS = Set.of("kernels");
    private static final Set<String> PIN_KEYS = Set.of("release", "source", "path", "size", "sha256", "resolved");

    public Lock {
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    }

    /** @throws dev.gristmill.model.InvalidInputException with every mistake that the file has */
    static Lock beside(Path catalogue) {
        var name = catalogue.getFileName().toString();
        var file = catalogue.resolveSibling(stem(name) + ".lock");
        return Files.exists(file) ? read(file) : new Lock(file, new TreeMap<>());
    }

    /** Without a pattern: this is on the way of every command. */
    private static String stem(String name) {
        int dot = name.endsWith(".yaml") || name.endsWith(".yml") ? name.lastIndexOf('.') : name.length();
        return name.substring(0, dot);
    }

    private static Lock read(Path file) {
        var mistakes = new Mistakes(file.toString());
        var pins = new TreeMap<Series, Pin>();
        for (var item : Mapping.of(YamlFile.read(file), "the lock", KEYS, mistakes)
                .items("kernels")
                .orElse(List.of())) {
            var pin = pin(Mapping.of(item, "a pinned kernel", PIN_KEYS, mistakes), mistakes);
            var earlier =
                    pin.map(p -> pins.putIfAbsent(p.release().series(), p)).orElse(null);
            if (earlier != null) {
                mistakes.add(
                        item,
                        Problem.of("the series " + earlier.release().series() + " is pinned twice")
                                .remedy("keep one of the two"));
            }
        }
        mistakes.throwIfAny();
        return new Lock(file, pins);
    }

    private static Optional<Pin> pin(Mapping keys, Mistakes mistakes) {
        var release = keys.parsed("release", "a release such as 5.10.262", Release::parse);
        var source = keys.text("source");
        var path = keys.text("path");
        var size = keys.parsed("size", "a number of bytes", Lock::size);
        var digest = keys.parsed("sha256", "64 lower-case hex digits", Lock::digest);
        var resolved = keys.parsed("resolved", "a time such as 2026-03-01T10:20:30Z", Lock::time);
        for (var key : PIN_KEYS.stream().sorted().toList()) {
            if (keys.get(key).isEmpty()) {
                mistakes.add(keys.node(), Problem.of("this pinned kernel has no '" + key + "'"));
            }
        }
        boolean whole = release.isPresent()
                && source.isPresent()
                && path.isPresent()
                && size.isPresent()
                && digest.isPresent()
                && resolved.isPresent();
        return whole
                ? Optional.of(
                        new Pin(release.get(), source.get(), path.get(), size.get(), digest.get(), resolved.get()))
                : Optional.empty();
    }

    public Optional<Pin> pin(Series series) {
        return Optional.ofNullable(pins.get(series));
    }

    /** The same, with these in the place of what was pinned of their series. */
    public Lock with(List<Pin> moved) {
        var all = new TreeMap<>(pins);
        moved.forEach(pin -> all.put(pin.release().series(), pin));
        return new Lock(file, all);
    }

    /** Writes the file, at once. */
    public void write() {
        var folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        try {
            var temporary = Files.createTempFile(folder, "." + file.getFileName(), "");
            try {
                Files.writeString(temporary, text());
                Files.setPosixFilePermissions(
                        temporary, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the lock cannot be written").where(file).found(e), e);
        }
    }

    String text() {
        var text = new StringBuilder(
                "# What each series of the catalogue stands for. 'gristmill update' moves it, and nothing else does.\n");
        text.append("kernels:\n");
        for (var pin : pins.values()) {
            text.append("  - release: ").append(pin.release()).append('\n');
            text.append("    source: ").append(pin.source()).append('\n');
            text.append("    path: ").append(pin.path()).append('\n');
            text.append("    size: ").append(pin.size()).append('\n');
            text.append("    sha256: ").append(pin.digest().hex()).append('\n');
            text.append("    resolved: ").append(pin.resolved()).append('\n');
        }
        return text.toString();
    }

    private static Optional<Long> size(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(size -> size > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Digest> digest(String hex) {
        try {
            return Optional.of(new Digest(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
