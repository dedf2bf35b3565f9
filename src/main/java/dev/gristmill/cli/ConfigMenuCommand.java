package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.kconfig.Edits;
import dev.gristmill.kconfig.Menuconfig;
import dev.gristmill.kconfig.Requirement;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Configurations;
import dev.gristmill.plan.ConfiguredKernel;
import dev.gristmill.plan.PlannedKernel;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets the user change a configuration in the tree's own menu, and keeps what was changed as a fragment. */
final class ConfigMenuCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final OptionSpec output =
            Options.path("--output", "FILE", "The fragment to write (default: asked for afterwards).");

    ConfigMenuCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "menu", "Opens the kernel's menuconfig on one kernel, and saves what was changed as a fragment.", this);
        selection.addTo(spec);
        spec.usageMessage().footer("", "Example: gristmill config menu --profile tiny --arch arm64 --output my.config");
        return spec.addOption(output);
    }

    @Override
    public Integer call() throws InterruptedException {
        var terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw new InvalidInputException(
                    Problem.of("the menu needs a terminal").remedy("run it in one, or write a fragment by hand"));
        }
        Optional.<Path>ofNullable(output.getValue()).ifPresent(ConfigMenuCommand::requireNew);
        var planned = one();
        Edits edits;
        ConfiguredKernel kernel;
        try (var store = global.openStore()) {
            Configurations configurations;
            // The progress ends before the menu begins: both draw on one terminal.
            try (var progress = global.openProgress()) {
                configurations = new Configurations(store, progress);
                kernel = configurations.resolve(planned);
            }
            var before = kernel.configuration().read();
            var after = new Menuconfig(store, System.getenv())
                    .edit(kernel.tree(), kernel.toolchain(), kernel.request(), kernel.configuration());
            edits = Edits.between(before, after, kernel.request(), configurations.kconfig(kernel));
        }
        var file = edits.lines().isEmpty() ? null : save(edits, kernel, terminal);
        if (global.json()) {
            Json.print(json -> {
                if (file != null) {
                    json.writeStringProperty("fragment", file.toString());
                }
                json.writeArrayPropertyStart("options");
                edits.lines().forEach(json::writeString);
                json.writeEndArray();
            });
        } else {
            tell(edits, file);
        }
        return 0;
    }

    private PlannedKernel one() {
        var planned = selection.selection().of(CatalogueReader.read(global.catalogue()));
        if (planned.size() > 1) {
            throw new InvalidInputException(Problem.of("a menu is about one kernel")
                    .found(planned.size() + " kernels are selected")
                    .remedy("name one with --kernel, --profile, --arch"));
        }
        return planned.getFirst();
    }

    private @Nullable Path save(Edits edits, ConfiguredKernel kernel, Console terminal) {
        @Nullable Path file = output.getValue();
        if (file == null) {
            var answer = terminal.readLine(
                    "%d options were changed. Save them as (empty: nowhere): ",
                    edits.lines().size());
            if (answer == null || answer.isBlank()) {
                return null;
            }
            file = Path.of(answer.strip());
            requireNew(file);
        }
        var text = "# What was changed in " + kernel.name() + ".\n\n" + String.join("\n", edits.lines()) + "\n";
        try {
            var whole = file.toAbsolutePath();
            var beside = Files.createTempFile(whole.getParent(), ".gristmill", ".config");
            Files.writeString(beside, text);
            Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the fragment cannot be written")
                            .where(file)
                            .found(e)
                            .with("changed", String.join("\n", edits.lines())),
                    e);
        }
    }

    private static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new InvalidInputException(Problem.of("there is something already where the fragment would go")
                    .where(file)
                    .remedy("name another file"));
        }
    }

    private static void tell(Edits edits, @Nullable Path file) {
        if (edits.lines().isEmpty()) {
            System.out.println("nothing was changed");
            return;
        }
        edits.lines().forEach(System.out::println);
        if (file != null) {
            System.out.println("\nsaved as " + file + "; name it in a profile's fragments");
        }
        for (Requirement clash : edits.clashes()) {
            System.err.println("warning: " + clash.location() + " asks for " + clash
                    + "; a profile with both files asks twice, which is an error");
        }
    }
}
