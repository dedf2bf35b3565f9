package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands have in common. */
final class Commands {
    private Commands() {}

    /** A command that runs {@code action}, whose result is the exit status. */
    static CommandSpec spec(String name, String description, Callable<Integer> action) {
        var spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build());
        spec.usageMessage().description(description).abbreviateSynopsis(true);
        return spec;
    }
}
