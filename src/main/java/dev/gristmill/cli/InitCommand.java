package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a catalogue to begin with. */
final class InitCommand implements Callable<Integer> {
    private static final String USUAL_SERIES = "6.1";
    private static final String BEGINNING = """
            # Which kernels are built, and how. 'gristmill plan' shows what that comes to; commit gristmill.lock, too.

            """;
    private static final String BUILDER = """
            # Compilers made of pinned Debian packages, so that every machine makes the same bytes; 'host' takes this
            # machine's own.
            builder: local

            """;

    private final GlobalOptions global;
    private final PositionalParamSpec series =
            Options.operands("SERIES", "0..*", "Which series to build, such as 6.1 (default: " + USUAL_SERIES + ").");
    private final OptionSpec registry =
            Options.text("--registry", "REGISTRY", "Where images shall go, such as ghcr.io/acme.");

    InitCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("init", "Writes a catalogue to begin with.", this)
                .addPositional(series)
                .addOption(registry);
    }

    @Override
    public Integer call() {
        var file = global.catalogue();
        write(file, text());
        if (global.json()) {
            Json.print(json -> json.writeStringProperty("catalogue", file.toString()));
        } else {
            System.out.println("wrote " + file + "\n\nNext: gristmill doctor --install && gristmill build");
        }
        return 0;
    }

    private String text() {
        var text = new StringBuilder(BEGINNING);
        Optional<String> where = Optional.ofNullable(registry.getValue());
        where.ifPresent(name -> RegistryAddress.parse(name, "--registry"));
        text.append(where.map(name -> "registry: " + name)
                .orElse("# registry: ghcr.io/acme         # where 'push' and 'publish' bring them"));
        text.append("\n\n").append(BUILDER).append("kernels:\n");
        for (var one : wanted()) {
            text.append("  - series: \"")
                    .append(one)
                    .append("\"                # the newest ")
                    .append(one);
            text.append(".x that can be had, as gristmill.lock pins it\n");
            text.append("    profiles: [microvm]\n");
        }
        return text.toString();
    }

    private List<Series> wanted() {
        var wanted = new ArrayList<Series>();
        for (var text : series.<List<String>>getValue()) {
            wanted.add(Series.parse(text)
                    .orElseThrow(() -> new InvalidInputException(
                            Problem.of("this is no series").where(text).expected("a series such as 6.1"))));
        }
        return wanted.isEmpty()
                ? List.of(Series.parse(USUAL_SERIES).orElseThrow())
                : wanted.stream().distinct().toList();
    }

    /** Whole or not at all, and never over what is there. */
    private static void write(Path file, String text) {
        var folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        try {
            var temporary = Files.writeString(Files.createTempFile(folder, "." + file.getFileName(), ""), text);
            try {
                Files.setPosixFilePermissions(
                        temporary, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
                Files.createLink(file, temporary);
            } finally {
                Files.delete(temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw new InvalidInputException(Problem.of("there is a catalogue already")
                    .where(file)
                    .remedy("edit it, or name another file with --catalogue"));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the catalogue cannot be written").where(file).found(e), e);
        }
    }
}
