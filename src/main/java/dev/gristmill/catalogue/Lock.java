package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
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
import java.util.ArrayList;
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
 * @param builders sorted by suite and architecture
 */
public record Lock(Path file, SortedMap<Series, Pin> pins, List<BuilderPin> builders) {
    private static final String SIGNED_BY = "signed-by";
    private static final Set<String> KEYS = Set.of("kernels", "builders");
    private static final Set<String> BUILDER_KEYS = Set.of("suite", "host", "layer", "packages");
    private static final Set<String> PIN_KEYS =
            Set.of("release", "source", "path", "size", "sha256", SIGNED_BY, "resolved");

    public Lock {
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
        builders = builders.stream().sorted().toList();
    }

    /** @throws dev.gristmill.model.InvalidInputException with every mistake that the file has */
    static Lock beside(Path catalogue) {
        var name = catalogue.getFileName().toString();
        var file = catalogue.resolveSibling(stem(name) + ".lock");
        return Files.exists(file) ? read(file) : new Lock(file, new TreeMap<>(), List.of());
    }

    /** Without a pattern: this is on the way of every command. */
    private static String stem(String name) {
        int dot = name.endsWith(".yaml") || name.endsWith(".yml") ? name.lastIndexOf('.') : name.length();
        return name.substring(0, dot);
    }

    private static Lock read(Path file) {
        var mistakes = new Mistakes(file.toString());
        var pins = new TreeMap<Series, Pin>();
        var keys = Mapping.of(YamlFile.read(file), "the lock", KEYS, mistakes);
        for (var item : keys.items("kernels").orElse(List.of())) {
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
        var builders = new ArrayList<BuilderPin>();
        for (var item : keys.items("builders").orElse(List.of())) {
            builder(Mapping.of(item, "a pinned builder", BUILDER_KEYS, mistakes), mistakes)
                    .ifPresent(builders::add);
        }
        mistakes.throwIfAny();
        return new Lock(file, pins, builders);
    }

    private static Optional<BuilderPin> builder(Mapping keys, Mistakes mistakes) {
        var suite = keys.parsed("suite", "a suite such as bookworm", Lock::suite);
        var host = keys.parsed("host", "x86_64 or arm64", Architecture::named);
        var layer = keys.parsed("layer", "64 lower-case hex digits", Lock::digest);
        var packages = keys.parsed("packages", "lines such as 'make 4.3-4.1 amd64 SHA256'", Lock::packages);
        for (var key : BUILDER_KEYS.stream().sorted().toList()) {
            if (keys.get(key).isEmpty()) {
                mistakes.add(keys.node(), Problem.of("this pinned builder has no '" + key + "'"));
            }
        }
        boolean whole = suite.isPresent() && host.isPresent() && layer.isPresent() && packages.isPresent();
        return whole
                ? Optional.of(new BuilderPin(suite.get(), host.get(), layer.get(), packages.get()))
                : Optional.empty();
    }

    private static Optional<String> suite(String text) {
        return BuilderChoiceReader.isSuite(text) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<List<PinnedPackage>> packages(String text) {
        var packages = new ArrayList<PinnedPackage>();
        for (var line : text.strip().split("\n", -1)) {
            var one = PinnedPackage.parse(line);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            packages.add(one.get());
        }
        return Optional.of(packages);
    }

    private static Optional<Pin> pin(Mapping keys, Mistakes mistakes) {
        var release = keys.parsed("release", "a release such as 5.10.262", Release::parse);
        var source = keys.text("source");
        var path = keys.text("path");
        var size = keys.parsed("size", "a number of bytes", Lock::size);
        var digest = keys.parsed("sha256", "64 lower-case hex digits", Lock::digest);
        var resolved = keys.parsed("resolved", "a time such as 2026-03-01T10:20:30Z", Lock::time);
        var signers = keys.text(SIGNED_BY).map(text -> List.of(text.split(" ", -1)));
        for (var key : PIN_KEYS.stream().sorted().toList()) {
            if (keys.get(key).isEmpty() && !key.equals(SIGNED_BY)) {
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
                ? Optional.of(new Pin(
                        release.get(),
                        source.get(),
                        path.get(),
                        size.get(),
                        digest.get(),
                        signers.orElse(List.of()),
                        resolved.get()))
                : Optional.empty();
    }

    public Optional<Pin> pin(Series series) {
        return Optional.ofNullable(pins.get(series));
    }

    /** The same, with these in the place of what was pinned of their series. */
    public Lock with(List<Pin> moved) {
        var all = new TreeMap<>(pins);
        moved.forEach(pin -> all.put(pin.release().series(), pin));
        return new Lock(file, all, builders);
    }

    /** What is pinned of a suite's builder for hosts of an architecture. */
    public Optional<BuilderPin> builder(String suite, Architecture host) {
        return builders.stream().filter(pin -> pin.isFor(suite, host)).findFirst();
    }

    /** The same, with this builder in the place of that of its suite and host. */
    public Lock with(BuilderPin moved) {
        var all = new ArrayList<>(builders);
        all.removeIf(pin -> pin.isFor(moved.suite(), moved.host()));
        all.add(moved);
        return new Lock(file, pins, all);
    }

    /** The same, with nothing pinned of that suite's builders. */
    public Lock withoutBuilder(String suite) {
        return new Lock(
                file,
                pins,
                builders.stream().filter(pin -> !pin.suite().equals(suite)).toList());
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
        if (!pins.isEmpty()) {
            text.append("kernels:\n");
        }
        for (var pin : pins.values()) {
            text.append("  - release: ").append(pin.release()).append('\n');
            text.append("    source: ").append(pin.source()).append('\n');
            text.append("    path: ").append(pin.path()).append('\n');
            text.append("    size: ").append(pin.size()).append('\n');
            text.append("    sha256: ").append(pin.digest().hex()).append('\n');
            if (!pin.signers().isEmpty()) {
                text.append("    signed-by: ")
                        .append(String.join(" ", pin.signers()))
                        .append('\n');
            }
            text.append("    resolved: ").append(pin.resolved()).append('\n');
        }
        if (!builders.isEmpty()) {
            text.append("builders:\n");
        }
        for (var builder : builders) {
            text.append("  - suite: ").append(builder.suite()).append('\n');
            text.append("    host: ").append(builder.host()).append('\n');
            text.append("    layer: ").append(builder.layer().hex()).append('\n');
            text.append("    packages: |\n");
            builder.packages().forEach(one -> text.append("      ").append(one).append('\n'));
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
