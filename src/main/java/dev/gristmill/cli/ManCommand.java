package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints a man page. */
final class ManCommand implements Callable<Integer> {
    private final PositionalParamSpec words = Options.operands(
            "COMMAND", "0..*", "The command, such as 'build' or 'config explain' (default: all of it).");

    CommandSpec spec() {
        var spec = Commands.spec("man", "Prints a man page.", this).addPositional(words);
        spec.usageMessage().footer("", "Example: gristmill man build | man -l -");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        var command = GristmillCommand.commandLine();
        for (var word : words.<List<String>>getValue()) {
            command = subcommand(command, word);
        }
        System.out.print(new ManPage(command.getCommandSpec()).text());
        return 0;
    }

    private static CommandLine subcommand(CommandLine command, String name) {
        var known = command.getSubcommands();
        var found = known.get(name);
        if (found == null) {
            var problem = Problem.of("there is no such command")
                    .where(command.getCommandSpec().qualifiedName() + " " + name)
                    .expected(known.isEmpty() ? "no further word" : "one of " + String.join(", ", known.keySet()));
            throw new InvalidInputException(Nearest.to(name, known.keySet())
                    .map(near -> problem.remedy("did you mean '" + near + "'?"))
                    .orElse(problem));
        }
        return found;
    }
}
