package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The command line as a whole. */
final class GristmillCommand implements Callable<Integer> {
    private final CommandSpec spec;

    private GristmillCommand() {
        spec = Commands.spec("gristmill", "Grinds Linux kernels into OCI images for microVMs.", this);
    }

    static CommandLine commandLine() {
        var global = new GlobalOptions();
        var spec = new GristmillCommand().spec;
        spec.versionProvider(() -> new String[] {Version.line()});
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        global.addTo(spec);
        spec.addSubcommand("plan", new PlanCommand(global).spec());
        spec.addSubcommand("fetch", new FetchCommand(global).spec());
        spec.addSubcommand("build", new BuildCommand(global).spec());
        spec.addSubcommand("doctor", new DoctorCommand(global).spec());
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Exit status: 0 done; 1 a build, check or transfer failed;",
                        "2 the command line or the catalogue is wrong; 130 interrupted.",
                        "",
                        "Example: gristmill build --kernel 5.10 --profile tiny");
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
