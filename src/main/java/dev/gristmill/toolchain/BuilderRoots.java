package dev.gristmill.toolchain;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.store.Store;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The builders that are unpacked in the store: root file systems that hold nothing but a toolchain. */
public final class BuilderRoots {
    /** In a builder: one line for people, then a line for each package it was made from. */
    public static final String CONTENTS = "etc/kernel-builder";

    private static final String ROOT = "root";

    private final Store store;

    public BuilderRoots(Store store) {
        this.store = store;
    }

    /** The entry of that builder in the store. */
    public Path entry(Digest layer) {
        return store.builders().resolve(layer.hex());
    }

    /** Below an entry, finished or not: what programs see as {@code /}. */
    public static Path rootIn(Path entry) {
        return entry.resolve(ROOT);
    }

    public boolean has(Digest layer) {
        return Files.isDirectory(rootIn(entry(layer)));
    }

    /**
     * The toolchain for that target, if the builder is there. Starts no process.
     *
     * @throws StepException if the builder has no compiler for it
     */
    public Optional<Toolchain> find(Digest layer, Architecture target) {
        if (!has(layer)) {
            return Optional.empty();
        }
        Store.used(entry(layer));
        var promised = promised(layer, target);
        var root = rootIn(entry(layer));
        if (!Files.isExecutable(root.resolve("usr/bin/" + promised.prefix() + "gcc"))) {
            throw new StepException(Problem.of("the builder has no compiler for " + target)
                    .where(layer)
                    .expected("/usr/bin/" + promised.prefix() + "gcc")
                    .remedy("take a builder that 'gristmill builder create' made"));
        }
        return Optional.of(promised.described(description(root, layer)));
    }

    /** The toolchain as it will be when that builder is there. */
    public Toolchain promised(Digest layer, Architecture target) {
        var root = Optional.of(rootIn(entry(layer)));
        return new Toolchain(target, target.gnuTriplet() + "-", "builder " + layer.abbreviated(), layer, root);
    }

    /** Of all that are there, the toolchain for that target that was used last. */
    public Optional<Toolchain> latest(Architecture target) {
        var entries = store.builders().toFile().listFiles();
        return entries == null
                ? Optional.empty()
                : Arrays.stream(entries)
                        .sorted(Comparator.comparingLong(File::lastModified).reversed())
                        .map(File::getName)
                        .filter(name -> name.length() == Digest.LENGTH)
                        .map(Digest::new)
                        .flatMap(layer -> find(layer, target).stream())
                        .findFirst();
    }

    private static String description(Path root, Digest layer) {
        try (var lines = Files.newBufferedReader(root.resolve(CONTENTS))) {
            var first = lines.readLine();
            return (first == null ? "builder" : first) + " " + layer.abbreviated();
        } catch (IOException e) {
            return "builder " + layer.abbreviated();
        }
    }
}
