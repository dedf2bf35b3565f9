package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads names of the form {@code linux-<arch>-<release>.config} and {@code linux-<arch>-<release>-<name>.config}. */
final class ConfigurationFileName {
    static final String SUFFIX = ".config";
    private static final String PREFIX = "linux-";
    private static final String FORM = "linux-<arch>-<release>.config, such as linux-arm64-5.10.262.config";

    private final Path file;
    private final Vmm vmm;
    private final Consumer<Problem> problems;

    ConfigurationFileName(Path file, Vmm vmm, Consumer<Problem> problems) {
        this.file = file;
        this.vmm = vmm;
        this.problems = problems;
    }

    /** @param profiles names that are taken */
    Optional<ConfigurationFile> read(Set<String> profiles) {
        var name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return wrong("the name does not begin with " + PREFIX, FORM, name);
        }
        var stem = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        int dash = stem.indexOf('-');
        if (dash < 0) {
            return wrong("the name has no architecture and release", FORM, name);
        }
        var architecture = architecture(stem.substring(0, dash));
        return architecture.flatMap(a -> withRelease(a, stem.substring(dash + 1), profiles));
    }

    private Optional<Architecture> architecture(String written) {
        for (var architecture : Architecture.values()) {
            if (architecture.id().equals(written)) {
                return Optional.of(architecture);
            }
        }
        var meant = switch (written) {
            case "amd64", "x86", "x64", "x86-64" -> Architecture.X86_64.id();
            case "aarch64", "arm" -> Architecture.ARM64.id();
            default -> "";
        };
        var problem = problem("the name has no architecture that kernels are built for")
                .expected("x86_64 or arm64, the kernel's own names")
                .found(written);
        problems.accept(meant.isEmpty() ? problem : problem.remedy("call it " + PREFIX + meant + "-..." + SUFFIX));
        return Optional.empty();
    }

    private Optional<ConfigurationFile> withRelease(Architecture architecture, String text, Set<String> profiles) {
        if (Series.parse(text).isPresent()) {
            problems.accept(problem("the name has a series where a release belongs")
                    .expected("a release such as " + text + ".262")
                    .found(text)
                    .remedy("a whole configuration is made for one release; the first of a series is " + text + ".0"));
            return Optional.empty();
        }
        // The longest beginning that is a release: 7.3-rc7-mine is 7.3-rc7 and "mine".
        for (int end = text.length(); end > 0; end = text.lastIndexOf('-', end - 1)) {
            var release = Release.parse(text.substring(0, end));
            if (release.isPresent()) {
                return named(text.substring(end), profiles)
                        .map(profile -> new ConfigurationFile(file, vmm, architecture, release.get(), profile));
            }
        }
        return wrong("the name has no kernel release", FORM, text);
    }

    /** @param rest empty, or a dash and a name */
    private Optional<String> named(String rest, Set<String> profiles) {
        if (rest.isEmpty()) {
            return Optional.of(Profile.CUSTOM);
        }
        var name = rest.substring(1);
        if (!Profile.isName(name)) {
            return wrong(
                    "what stands behind the release cannot be part of a tag",
                    "lower-case letters, digits and dashes",
                    name);
        }
        if (profiles.contains(name) || name.equals(Profile.CUSTOM)) {
            problems.accept(problem("there is a profile '" + name + "', whose tags this kernel would take")
                    .expected("a name of its own behind the release"));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private <T> Optional<T> wrong(String what, String expected, String found) {
        problems.accept(problem(what).expected(expected).found(found));
        return Optional.empty();
    }

    private Problem problem(String what) {
        return Problem.of("this file should add a kernel, but " + what).where(file);
    }
}
