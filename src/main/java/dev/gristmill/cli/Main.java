package dev.gristmill.cli;

import dev.gristmill.model.GristmillException;
import dev.gristmill.ui.Streams;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** Where the program starts, and where every failure is told. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println(Version.line());
            return;
        }
        var guard = Interruption.guard();
        int status = run(args, guard);
        if (!guard.stopping()) {
            guard.finished();
            leave(status);
        }
    }

    /** An exit would ask for a logger, and look for one in every library. */
    private static void leave(int status) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    static int run(String[] args, Interruption guard) {
        return GristmillCommand.commandLine(args)
                .setParameterExceptionHandler((mistake, words) -> told(mistake))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> guard.stopping() ? 130 : told(failure, command, args))
                .execute(args);
    }

    private static int told(CommandLine.ParameterException mistake) {
        var command = mistake.getCommandLine();
        System.err.println(Streams.errorPalette(System.getenv()).bad("error: ") + mistake.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(mistake, new PrintWriter(System.err, true));
        System.err.println("  try:      " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int told(Exception failure, CommandLine command, String[] args) {
        var palette = Streams.errorPalette(System.getenv());
        boolean debug = Arrays.asList(args).contains("--debug");
        if (failure instanceof GristmillException explained) {
            explained.problems().forEach(problem -> System.err.println(palette.bad("error: ") + problem));
        } else if (FullDisk.explained(failure, GlobalOptions.storeOf(command)).isEmpty()) {
            System.err.println(palette.bad("error: ") + "this should not have happened: " + failure);
            System.err.println("  try:      the same with --debug, and report what it prints");
        }
        FullDisk.explained(failure, GlobalOptions.storeOf(command))
                .ifPresent(problem -> System.err.println(palette.bad("error: ") + problem));
        if (debug) {
            failure.printStackTrace(System.err);
        }
        return failure instanceof GristmillException explained ? explained.exitStatus() : 1;
    }
}
