package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the script that has a shell complete the command line. */
final class CompletionCommand implements Callable<Integer> {

    CommandSpec spec() {
        var spec =
                Commands.spec("completion", "Prints a script that completes this command line in bash and zsh.", this);
        spec.usageMessage()
                .footer(
                        "",
                        "Example: source <(gristmill completion)",
                        "In zsh, first: autoload -U bashcompinit; bashcompinit");
        return spec;
    }

    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash("gristmill", GristmillCommand.commandLine()));
        return 0;
    }
}
