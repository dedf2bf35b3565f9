package dev.gristmill.cli;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.toolchain.Doctor;
import dev.gristmill.toolchain.Requirement;
import dev.gristmill.toolchain.Requirements;
import dev.gristmill.toolchain.SandboxCheck;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Says what this machine lacks, and the command that installs it. */
final class DoctorCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final OptionSpec install = Options.flag("--install", "Install what is missing, with APT.");
    private final OptionSpec boot = Options.flag("--boot", "Also what booting kernels needs.");
    private final OptionSpec tests = Options.flag("--tests", "Also what Gristmill's own tests need.");

    DoctorCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("doctor", "Says what this machine lacks, and the command that installs it.", this)
                .addOption(install)
                .addOption(boot)
                .addOption(tests);
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = Files.exists(global.catalogue())
                ? Optional.of(CatalogueReader.read(global.catalogue()))
                : Optional.<Catalogue>empty();
        var builders = catalogue
                .map(DoctorCommand::builders)
                .orElseGet(() -> Set.of(new BuilderChoice.Host())); // as if it said nothing
        var doctor = new Doctor(required(
                builders, catalogue.filter(c -> !c.compileHosts().isEmpty()).isPresent()));
        if (install.<Boolean>getValue()) {
            doctor.install(command -> System.err.println("+ " + command));
        }
        var missing = doctor.missing();
        var obstacle =
                missing.isEmpty() && usesBuilders(builders) ? SandboxCheck.ofThisMachine() : Optional.<Problem>empty();
        if (global.json()) {
            Json.print(json -> {
                writeMissing(json, doctor, missing);
                json.writeArrayPropertyStart("builders");
                builders.forEach(builder -> json.writeString(builder.toString()));
                json.writeEndArray();
                obstacle.ifPresent(problem -> json.writeStringProperty("obstacle", problem.toString()));
            });
        } else {
            tell(doctor, missing, builders);
            obstacle.ifPresent(problem -> System.out.println("\n" + problem));
        }
        return missing.isEmpty() && obstacle.isEmpty() ? 0 : 1;
    }

    /** With what the catalogue has kernels compiled. */
    private static Set<BuilderChoice> builders(Catalogue catalogue) {
        var builders = new LinkedHashSet<BuilderChoice>();
        catalogue.kernels().forEach(kernel -> builders.add(kernel.builder()));
        if (builders.isEmpty() || !catalogue.configurations().isEmpty()) {
            builders.add(catalogue.builder());
        }
        return builders;
    }

    private static boolean usesBuilders(Set<BuilderChoice> builders) {
        return builders.stream().anyMatch(builder -> !(builder instanceof BuilderChoice.Host));
    }

    /** @param hosts whether other machines compile for this one */
    private List<Requirement> required(Set<BuilderChoice> builders, boolean hosts) {
        var required = new ArrayList<Requirement>();
        if (hosts) {
            required.add(Requirements.forCompileHosts());
        }
        if (builders.contains(new BuilderChoice.Host())) {
            required.addAll(Requirements.forBuilding(List.of(Architecture.values())));
        }
        if (usesBuilders(builders)) {
            var create = builders.stream().anyMatch(builder -> builder instanceof BuilderChoice.Local);
            required.addAll(Requirements.forBuilders(create));
        }
        if (boot.<Boolean>getValue()) {
            required.addAll(Requirements.forBooting(List.of(Architecture.values())));
        }
        if (tests.<Boolean>getValue()) {
            required.addAll(Requirements.forTests());
        }
        return required.stream().distinct().toList();
    }

    private static void tell(Doctor doctor, List<Requirement> missing, Set<BuilderChoice> builders) {
        if (usesBuilders(builders)) {
            System.out.println("kernels are compiled with: "
                    + builders.stream().map(BuilderChoice::toString).collect(Collectors.joining(", ")));
        }
        if (missing.isEmpty()) {
            System.out.println("This machine has everything that is needed.");
            return;
        }
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table();
        missing.forEach(r -> table.row(r.thing().name(), r.debianPackage(), r.purpose()));
        System.out.println(palette.strong("missing, its Debian package, and what it is for"));
        table.lines().forEach(line -> System.out.println("  " + line));
        doctor.cure()
                .ifPresent(
                        command -> System.out.println("\nTo install it ('gristmill doctor --install'):\n  " + command));
    }

    private static void writeMissing(JsonGenerator json, Doctor doctor, List<Requirement> missing) {
        json.writeArrayPropertyStart("missing");
        for (var requirement : missing) {
            json.writeStartObject();
            json.writeStringProperty("name", requirement.thing().name());
            json.writeStringProperty("package", requirement.debianPackage());
            json.writeStringProperty("purpose", requirement.purpose());
            json.writeEndObject();
        }
        json.writeEndArray();
        doctor.cure().filter(c -> !missing.isEmpty()).ifPresent(c -> json.writeStringProperty("command", c));
    }
}
