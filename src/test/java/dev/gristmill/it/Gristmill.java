package dev.gristmill.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The launcher, as a user runs it from the checkout. */
final class Gristmill {
    static final Path CHECKOUT = Path.of("").toAbsolutePath();

    private Gristmill() {}

    static Tool.Run run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** @param variables on top of this process's environment */
    static Tool.Run run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        return Tool.run(CHECKOUT, environment(variables), argv(arguments).toArray(String[]::new));
    }

    /** As from a terminal: whoever runs the tests in the background has them ignore Ctrl-C, and so their children. */
    static Process start(Path output, Path errors, String... arguments) throws IOException {
        var argv = new ArrayList<>(List.of("env", "--default-signal=INT"));
        argv.addAll(argv(arguments));
        return Tool.start(CHECKOUT, environment(Map.of()), output, errors, argv);
    }

    /**
     * Writes a catalogue whose kernels are those of the project's own, as far as they are the same: of the same releases,
     * compiled in the same builder.
     */
    static Path catalogue(Path folder, String text) throws IOException {
        var lock = CHECKOUT.resolve("gristmill.lock");
        if (Files.exists(lock)) {
            Files.copy(lock, folder.resolve("gristmill.lock"), StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.writeString(folder.resolve("gristmill.yaml"), "builder: local\n" + text);
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        var environment = new TreeMap<>(System.getenv());
        environment.putAll(variables);
        return environment;
    }

    private static List<String> argv(String... arguments) {
        var argv = new ArrayList<String>();
        argv.add(CHECKOUT.resolve("gristmill").toString());
        argv.addAll(List.of(arguments));
        return argv;
    }
}
