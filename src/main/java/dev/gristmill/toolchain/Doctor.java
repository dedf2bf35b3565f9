package dev.gristmill.toolchain;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Compares a machine with what is required of it, and mends it where APT is at hand. */
public final class Doctor {
    private final List<Requirement> required;
    private final Optional<AptGet> apt;

    public Doctor(List<Requirement> required) {
        this(required, AptGet.ofThisMachine());
    }

    Doctor(List<Requirement> required, Optional<AptGet> apt) {
        this.required = List.copyOf(required);
        this.apt = apt;
    }

    /** What is required and not here, in the order given. */
    public List<Requirement> missing() {
        return required.stream().filter(r -> !r.isMet()).toList();
    }

    /** The command that installs what is missing, as one would type it; nothing without need or without APT. */
    public Optional<String> cure() {
        return missing().isEmpty() ? Optional.empty() : apt.map(this::asTyped);
    }

    /**
     * Shows the command and runs it on the terminal; does nothing where nothing is missing.
     *
     * @throws StepException if there is no APT, a command fails, or something is still missing afterwards
     */
    public void install(Consumer<String> show) throws InterruptedException {
        if (missing().isEmpty()) {
            return;
        }
        show.accept(cure().orElseThrow(this::withoutApt));
        var aptGet = apt.orElseThrow();
        if (!succeed(aptGet.installing(packages())) && aptGet.knowsPackages()) {
            // The lists may be older than what the mirror still has.
            var withNewLists = aptGet.withoutLists();
            show.accept(asTyped(withNewLists));
            if (!succeed(withNewLists.installing(packages()))) {
                throw new StepException(Problem.of("installing packages failed")
                        .where(asTyped(withNewLists))
                        .remedy("see what APT said above"));
            }
        }
        if (!missing().isEmpty()) {
            throw new StepException(Problem.of("something is still missing after installing packages")
                    .found("no " + names()));
        }
    }

    private String asTyped(AptGet aptGet) {
        return aptGet.installing(packages()).stream()
                .map(command -> String.join(" ", command))
                .collect(Collectors.joining(" && "));
    }

    private List<String> packages() {
        return missing().stream()
                .map(Requirement::debianPackage)
                .distinct()
                .sorted()
                .toList();
    }

    private String names() {
        return missing().stream().map(r -> r.thing().name()).distinct().collect(Collectors.joining(", "));
    }

    private StepException withoutApt() {
        return new StepException(Problem.of("this machine lacks programs that Gristmill needs, and has no APT")
                .found("no " + names())
                .remedy("install them with this system's own package manager; Debian calls the packages "
                        + String.join(" ", packages())));
    }

    private static boolean succeed(List<List<String>> commands) throws InterruptedException {
        for (var argv : commands) {
            try {
                if (Children.attached(AptGet.command(argv)) != 0) {
                    return false;
                }
            } catch (IOException e) {
                throw new StepException(
                        Problem.of("APT cannot be run")
                                .where(String.join(" ", argv))
                                .found(e),
                        e);
            }
        }
        return true;
    }
}
