package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether modules belong to their kernel, which loads none that names another release in its vermagic
 * (kernel/module, {@code same_magic}). Modules are uncompressed, so that every modprobe reads them.
 */
public final class ModuleCheck {
    private static final int TOLD = 20;

    private ModuleCheck() {}

    /**
     * @param modules what belongs at {@code /lib/modules/<release>}
     * @throws StepException with a problem for each of the first {@value #TOLD} modules that do not belong to it
     */
    public static void ensure(Path modules, String kernelRelease) {
        var problems = problems(modules, kernelRelease);
        if (!problems.isEmpty()) {
            throw new StepException(problems, null);
        }
    }

    private static List<Problem> problems(Path modules, String kernelRelease) {
        var problems = new ArrayList<Problem>();
        int more = 0;
        try (var files = Files.walk(modules)) {
            for (var file : (Iterable<Path>) modulesOf(files)::iterator) {
                var problem = problem(file, kernelRelease);
                if (problem.isPresent() && problems.size() < TOLD) {
                    problems.add(problem.get());
                } else if (problem.isPresent()) {
                    more++;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(unreadable(modules, e));
        }
        if (more > 0) {
            problems.add(Problem.of(more + " more modules do not belong to their kernel")
                    .where(modules));
        }
        return problems;
    }

    /** What a link leads to is found under its own name as well, or is refused by whoever packs it. */
    private static Stream<Path> modulesOf(Stream<Path> files) {
        return files.filter(file -> {
                    var name = file.getFileName().toString();
                    return name.endsWith(".ko") || name.contains(".ko.");
                })
                .filter(Files::isRegularFile)
                .sorted();
    }

    private static Optional<Problem> problem(Path module, String kernelRelease) {
        var name = module.getFileName().toString();
        if (!name.endsWith(".ko")) {
            return Optional.of(Problem.of("the module " + name + " is compressed")
                    .where(module)
                    .expected("an uncompressed .ko file")
                    .remedy("switch CONFIG_MODULE_COMPRESS off"));
        }
        try {
            var vermagic = ModuleReader.vermagic(module);
            int space = vermagic.indexOf(' ');
            var release = space < 0 ? vermagic : vermagic.substring(0, space);
            return release.equals(kernelRelease)
                    ? Optional.empty()
                    : Optional.of(Problem.of("the module " + name + " was made for another kernel")
                            .where(module)
                            .expected("a vermagic that begins with " + kernelRelease)
                            .found(vermagic)
                            .remedy("build the kernel again"));
        } catch (MalformedFileException e) {
            return Optional.of(e.problem());
        } catch (IOException e) {
            return Optional.of(unreadable(module, e));
        }
    }

    private static Problem unreadable(Path file, Exception cause) {
        return Problem.of("the kernel's modules cannot be read").where(file).found(cause);
    }
}
