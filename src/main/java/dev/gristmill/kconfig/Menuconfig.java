package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Kbuild;
import dev.gristmill.toolchain.Requirements;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tree's own {@code menuconfig} on the terminal of this process. The tree itself is not touched. */
public final class Menuconfig {
    /** What a program needs to know of the terminal it draws on. */
    private static final List<String> OF_THE_TERMINAL = List.of("TERM", "TERMINFO", "TERMINFO_DIRS", "COLORTERM");

    private final Store store;
    private final Map<String, String> environment;

    /** @param environment this process's own */
    public Menuconfig(Store store, Map<String, String> environment) {
        this.store = store;
        this.environment = environment;
    }

    /**
     * Lets the user change a configuration.
     *
     * @return what it is afterwards; the same if nothing was saved
     * @throws StepException if the tree's menu cannot be made or run
     * @throws InterruptedException if this thread is interrupted
     */
    public DotConfig edit(
            SourceTree tree, Toolchain toolchain, ConfigurationRequest request, ResolvedConfiguration resolved)
            throws InterruptedException {
        var drawing = Requirements.forMenu();
        if (toolchain.root().isEmpty() && !drawing.isMet()) {
            throw new StepException(Problem.of("the menu cannot be drawn on this machine")
                    .expected(drawing.thing().name())
                    .remedy("apt-get install " + drawing.debianPackage()));
        }
        try {
            var folder = Files.createDirectories(store.temporary("menuconfig"));
            var dotConfig = folder.resolve(".config");
            Files.copy(resolved.file(), dotConfig);
            var workshop = Workshop.of(
                    toolchain,
                    List.of(Folder.toRead(tree.root(), "/source"), Folder.toWrite(folder, "/output")),
                    List.of());
            var arguments = new ArrayList<>(List.of("make", "-s", "O=" + workshop.inside(folder)));
            arguments.addAll(Kbuild.variables(toolchain, request.wants(ConfigurationResolver.BTF)));
            arguments.add("menuconfig");
            var make = workshop.command(arguments, tree.root(), terminal());
            int status = Children.attached(make);
            if (status != 0) {
                throw new StepException(Problem.of("the menu of linux " + tree.release() + " did not end well")
                        .expected("exit status 0 of " + make)
                        .found("exit status " + status));
            }
            return DotConfig.read(dotConfig);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the menu of linux " + tree.release() + " cannot be run")
                            .found(e),
                    e);
        }
    }

    private SortedMap<String, String> terminal() {
        var variables = new TreeMap<String, String>();
        for (var name : OF_THE_TERMINAL) {
            if (environment.containsKey(name)) {
                variables.put(name, environment.get(name));
            }
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            variables.put("MENUCONFIG_COLOR", "mono");
        }
        return variables;
    }
}
