package dev.gristmill.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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

    /**
     * Only the subcommand that is named is made, since making them all costs more than most of them do; without one all
     * are, for the help.
     */
    static CommandLine commandLine(String... words) {
        System.setProperty("picocli.disable.closures", "true"); // which it would look for in every library
        var global = new GlobalOptions();
        var spec = new GristmillCommand().spec;
        spec.versionProvider(() -> new String[] {Version.line()});
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        global.addTo(spec);
        var commands = commands(global);
        boolean all = Arrays.stream(words).noneMatch(commands::containsKey);
        commands.forEach((name, command) -> {
            if (all || Arrays.asList(words).contains(name)) {
                spec.addSubcommand(name, command.get());
            }
        });
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

    private static Map<String, Supplier<CommandSpec>> commands(GlobalOptions global) {
        var commands = new LinkedHashMap<String, Supplier<CommandSpec>>();
        commands.put("init", () -> new InitCommand(global).spec());
        commands.put("plan", () -> new PlanCommand(global).spec());
        commands.put("list", () -> new ListCommand(global).spec());
        commands.put("update", () -> new UpdateCommand(global).spec());
        commands.put("fetch", () -> new FetchCommand(global).spec());
        commands.put("build", () -> new BuildCommand(global).spec());
        commands.put("boot", () -> new BootCommand(global).spec());
        commands.put("publish", () -> new PublishCommand(global).spec());
        commands.put("matrix", () -> new MatrixCommand(global).spec());
        commands.put("push", () -> new PushCommand(global).spec());
        commands.put("pull", () -> new PullCommand(global).spec());
        commands.put("builder", () -> new BuilderCommand(global).spec());
        commands.put("config", () -> new ConfigCommand(global).spec());
        commands.put("inspect", () -> new InspectCommand(global).spec());
        commands.put("status", () -> new StatusCommand(global).spec());
        commands.put("prune", () -> new PruneCommand(global).spec());
        commands.put("verify", () -> new VerifyCommand(global).spec());
        commands.put("reproduce", () -> new ReproduceCommand(global).spec());
        commands.put("keygen", () -> new KeygenCommand(global).spec());
        commands.put("store", () -> new StoreCommand(global).spec());
        commands.put("doctor", () -> new DoctorCommand(global).spec());
        commands.put("completion", () -> new CompletionCommand().spec());
        commands.put("man", () -> new ManCommand().spec());
        return commands;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
