package dev.gristmill.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The packages that {@code src/test/node/package-lock.json} pins by version and hash, from the registry that this machine's
 * npm is set up with. Kept below {@code target}; no script of theirs runs when they are installed.
 */
final class NodePackages {
    private static final Path SOURCE = Gristmill.CHECKOUT.resolve("src/test/node");
    private static final Path ROOT = Gristmill.CHECKOUT.resolve("target/node");

    private NodePackages() {}

    /** Runs one of the scripts beside the lock; skips the test and says why where the packages cannot be had. */
    static synchronized Tool.Run run(String script, Path input, List<String> arguments)
            throws IOException, InterruptedException {
        install();
        var argv = new ArrayList<>(List.of("sh", "-c", "exec node \"$@\" < '" + input + "'", "sh", script));
        argv.addAll(arguments);
        return Tool.run(ROOT, argv.toArray(String[]::new));
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(ROOT);
        var lock = SOURCE.resolve("package-lock.json");
        var installed = ROOT.resolve("installed");
        try (var files = Files.newDirectoryStream(SOURCE)) {
            for (var file : files) {
                Files.copy(file, ROOT.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(installed) && Files.mismatch(installed, lock) < 0) {
            return;
        }
        var run = Tool.run(ROOT, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assumptions.assumeTrue(run.status() == 0, () -> "npm's packages cannot be had: " + run.errors());
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
}
