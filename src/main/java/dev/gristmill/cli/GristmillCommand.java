package dev.gristmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "gristmill",
        description = "Grinds Linux kernels into OCI images for microVMs.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PlanCommand.class, BuildCommand.class, DoctorCommand.class},
        footer = {
            "",
            "Exit status: 0 done; 1 a build, check or transfer failed; 2 the command line or the",
            "catalogue is wrong; 130 interrupted.",
            "",
            "Example: gristmill build --kernel 5.10 --profile tiny"
        })
final class GristmillCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
