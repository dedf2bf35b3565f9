package dev.gristmill.cli;

import dev.gristmill.model.Architecture;
import dev.gristmill.toolchain.Doctor;
import dev.gristmill.toolchain.Requirement;
import dev.gristmill.toolchain.Requirements;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        var doctor = new Doctor(required());
        if (install.<Boolean>getValue()) {
            doctor.install(command -> System.err.println("+ " + command));
        }
        var missing = doctor.missing();
        if (global.json()) {
            Json.print(json -> writeMissing(json, doctor, missing));
        } else {
            tell(doctor, missing);
        }
        return missing.isEmpty() ? 0 : 1;
    }

    private List<Requirement> required() {
        var required = new ArrayList<>(Requirements.forBuilding(List.of(Architecture.values())));
        if (boot.<Boolean>getValue()) {
            required.addAll(Requirements.forBooting(List.of(Architecture.values())));
        }
        if (tests.<Boolean>getValue()) {
            required.addAll(Requirements.forTests());
        }
        return required;
    }

    private static void tell(Doctor doctor, List<Requirement> missing) {
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
