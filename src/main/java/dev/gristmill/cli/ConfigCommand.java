package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What has to do with configurations. */
final class ConfigCommand implements Callable<Integer> {
    private final CommandSpec spec;

    ConfigCommand(GlobalOptions global) {
        spec = Commands.spec("config", "Shows, checks, compares, explains and changes kernels' configurations.", this);
        spec.addSubcommand("show", new ConfigShowCommand(global).spec());
        spec.addSubcommand("check", new ConfigCheckCommand(global).spec());
        spec.addSubcommand("diff", new ConfigDiffCommand(global).spec());
        spec.addSubcommand("explain", new ConfigExplainCommand(global).spec());
        spec.addSubcommand("menu", new ConfigMenuCommand(global).spec());
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Configurations that were not resolved before are resolved, and sources fetched; nothing is compiled.");
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
