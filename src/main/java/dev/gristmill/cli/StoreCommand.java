package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What has to do with the store. */
final class StoreCommand implements Callable<Integer> {
    private final CommandSpec spec;

    StoreCommand(GlobalOptions global) {
        spec = Commands.spec("store", "Shows, checks and cleans the store.", this);
        spec.addSubcommand("du", new StoreDuCommand(global).spec());
        spec.addSubcommand("verify", new StoreVerifyCommand(global).spec());
        spec.addSubcommand("gc", new StoreGcCommand(global).spec());
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
