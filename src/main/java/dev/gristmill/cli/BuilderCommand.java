package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What has to do with the toolchain that kernels are compiled with. */
final class BuilderCommand implements Callable<Integer> {
    private final CommandSpec spec;

    BuilderCommand(GlobalOptions global) {
        spec = Commands.spec("builder", "Makes the toolchain that kernels are compiled with.", this);
        spec.addSubcommand("create", new BuilderCreateCommand(global).spec());
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
