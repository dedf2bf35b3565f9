package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.GristmillException;
import dev.gristmill.model.Release;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Kbuild;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The resolved configurations of a store. An entry is the folder {@code configurations/<key>}:
 *
 * <pre>
 * config  the .config
 * facts   lines "name value": its digest, and what it was resolved with
 * </pre>
 */
public final class ResolvedConfigurations {
    /** Counted up whenever the same request would be resolved differently. */
    private static final String RECIPE = "configuration 2";

    private static final String CONFIG = "config";
    private static final String FACTS = "facts";
    private static final long LARGEST = 16 << 20;

    private final Store store;

    public ResolvedConfigurations(Store store) {
        this.store = store;
    }

    /**
     * Under which key the configuration is, whether it was resolved or not.
     *
     * @param source what {@link dev.gristmill.source.SourceTree#content} says
     */
    public static Digest key(Digest source, Toolchain toolchain, ConfigurationRequest request) {
        return Digest.of(String.join(
                        "\n",
                        RECIPE,
                        source.toString(),
                        request.base().name(),
                        request.digest().toString(),
                        toolchain.identity().toString(),
                        String.join(" ", variables(toolchain, request)))
                + waived(request));
    }

    static List<String> variables(Toolchain toolchain, ConfigurationRequest request) {
        return Kbuild.variables(toolchain, request.wants(ConfigurationResolver.BTF));
    }

    /** What passed the gate by leave alone must not pass without it another time. */
    private static String waived(ConfigurationRequest request) {
        return request instanceof RequestedConfiguration requested
                ? requested.waived().stream().map(w -> "\nwaived " + w.option()).collect(Collectors.joining())
                : "";
    }

    /** The entry's folder, whether it is there or not. */
    public Path entry(Digest key) {
        return store.configurations().resolve(key.hex());
    }

    /** The configuration if it was resolved before; a damaged entry counts as none. */
    public Optional<ResolvedConfiguration> find(Digest key) {
        try {
            return Optional.of(load(entry(key), key));
        } catch (IOException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // not there, or not what publish() writes
        }
    }

    ResolvedConfiguration publish(Path config, Digest key, Circumstances circumstances) throws IOException {
        var folder = Files.createDirectories(store.temporary("configuration"));
        Files.move(config, folder.resolve(CONFIG));
        var facts =
                "config " + Digest.of(folder.resolve(CONFIG)).hex() + "\nrelease " + circumstances.release() + "\ndate "
                        + circumstances.date() + "\norigin " + circumstances.origin() + "\ntoolchain "
                        + circumstances.toolchain() + "\n";
        Files.writeString(folder.resolve(FACTS), facts);
        return entered(folder, key);
    }

    /**
     * Makes a folder that came from elsewhere the entry of the key, if it holds what was asked for.
     *
     * @param release of the source that it is for
     * @throws IOException if it is damaged, or does not
     */
    public ResolvedConfiguration adopt(Path folder, Digest key, Release release, ConfigurationRequest request)
            throws IOException {
        for (var name : List.of(CONFIG, FACTS)) {
            var file = folder.resolve(name);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
                throw new IOException("it has no file " + name + ", or a huge one");
            }
        }
        try {
            var found = load(folder, key);
            if (!found.circumstances().release().equals(release)) {
                throw new IOException("expected a configuration of linux " + release + ", found one of linux "
                        + found.circumstances().release());
            }
            var digest = Digest.of(found.file());
            if (!digest.equals(found.digest())) {
                throw new IOException("expected " + found.digest() + ", found " + digest);
            }
            if (request instanceof RequestedConfiguration requested) {
                OptionGate.check(requested, found.read(), (problem, deviation) -> problem);
            }
        } catch (NoSuchElementException | IllegalArgumentException | DateTimeException | GristmillException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        return entered(folder, key);
    }

    private ResolvedConfiguration entered(Path folder, Digest key) throws IOException {
        Folders.sync(folder);
        if (Files.exists(entry(key)) && find(key).isEmpty()) {
            Folders.delete(entry(key)); // damaged, and would win
        }
        store.publish(folder, entry(key));
        return load(entry(key), key);
    }

    private static ResolvedConfiguration load(Path entry, Digest key) throws IOException {
        var facts = facts(entry.resolve(FACTS));
        var config = entry.resolve(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw new IOException("There is no " + config);
        }
        return new ResolvedConfiguration(
                key,
                config,
                new Digest(fact(facts, "config")),
                new Circumstances(
                        Release.parse(fact(facts, "release")).orElseThrow(),
                        Instant.parse(fact(facts, "date")),
                        fact(facts, "origin"),
                        fact(facts, "toolchain")));
    }

    private static Map<String, String> facts(Path file) throws IOException {
        var facts = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            facts.put(line.substring(0, Math.max(0, space)), line.substring(space + 1));
        }
        return facts;
    }

    private static String fact(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).orElseThrow();
    }
}
