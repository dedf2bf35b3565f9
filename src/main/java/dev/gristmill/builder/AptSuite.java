package dev.gristmill.builder;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.apt.Archive;
import dev.gristmill.source.apt.SignedBy;
import dev.gristmill.source.http.Http;
import dev.gristmill.source.http.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A suite, with its updates, in the archives that this machine's APT is set up with: written down for another APT, with
 * the same keys, proxies and leave to use old indexes.
 */
final class AptSuite {
    private static final List<String> PARTS = List.of("", "-updates", "-security");
    private static final List<String> OPTIONS =
            List.of("acquire::http", "acquire::https", "acquire::check-", "acquire::retries", "acquire::force");

    private final String name;
    private final AptConfiguration configuration;

    AptSuite(String name, AptConfiguration configuration) {
        this.name = name;
        this.configuration = configuration;
    }

    /**
     * Writes the lines of sources.list(5).
     *
     * @param file written; keys that the configuration holds itself are written beside it
     * @throws InvalidInputException if no archive has the suite
     */
    void writeSources(Path file) throws IOException, InterruptedException {
        var http = new Http(configuration.proxies(), Patience.USUAL);
        var lines = new ArrayList<String>();
        for (var part : PARTS) {
            for (var archive : configuration.archives()) {
                if (has(archive, name + part, http)) {
                    lines.add(line(archive, name + part, file));
                }
            }
            if (lines.isEmpty()) {
                throw new InvalidInputException(Problem.of("no archive of this machine's APT has this suite")
                        .where("--suite " + name)
                        .expected("a suite such as bookworm, in an archive that /etc/apt/sources.list.d names"));
            }
        }
        Files.write(file, lines);
    }

    /** Writes the options of apt.conf(5) by which archives are reached. */
    void writeOptions(Path file) throws IOException {
        var lines = new ArrayList<String>();
        for (var option : new TreeMap<>(configuration.proxies().apt()).entrySet()) {
            var key = option.getKey();
            if (OPTIONS.stream().anyMatch(key::startsWith)
                    && !key.endsWith("::")
                    && !option.getValue().isEmpty()) {
                lines.add(key + " \"" + option.getValue() + "\";");
            }
        }
        Files.write(file, lines);
    }

    private static boolean has(Archive archive, String suite, Http http) throws InterruptedException {
        return http.look(archive.base().resolve("dists/" + suite + "/InRelease")) instanceof Http.Presence.There;
    }

    private static String line(Archive archive, String suite, Path file) throws IOException {
        var keys = new ArrayList<String>();
        for (var key : archive.keys()) {
            keys.add(
                    switch (key) {
                        case SignedBy.KeyFile(var path) -> path.toString();
                        case SignedBy.KeyBlock(var armored) -> {
                            var written = file.resolveSibling("key-" + Math.abs((long) armored.hashCode()) + ".asc");
                            Files.write(
                                    written,
                                    armored.lines().map(AptSuite::unfolded).toList());
                            yield written.toString();
                        }
                    });
        }
        var signedBy = keys.isEmpty() ? "" : "[signed-by=" + String.join(",", keys) + "] ";
        return "deb " + signedBy + archive.base() + " " + suite + " main";
    }

    /** A line of a folded field, where a dot stands for an empty one: deb822(5). */
    private static String unfolded(String line) {
        return line.strip().equals(".") ? "" : line.strip();
    }
}
