package dev.gristmill.kernel;

import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a compile off the network: what it made would depend on more than its build key says. */
final class Offline {
    // A user who is not root may have a network of its own in a user namespace, where the system allows these.
    private static final List<List<String>> WAYS =
            List.of(List.of("unshare", "--net"), List.of("unshare", "--map-current-user", "--net"));

    private final Progress progress;
    private @Nullable List<String> way;

    Offline(Progress progress) {
        this.progress = progress;
    }

    /** What to put before a command. Found out at the first call; where there is no way, warns and gives nothing. */
    synchronized List<String> prefix() throws IOException, InterruptedException {
        var known = way;
        if (known == null) {
            known = findWay();
            way = known;
        }
        return known;
    }

    private List<String> findWay() throws IOException, InterruptedException {
        for (var candidate : WAYS) {
            var probe = new ArrayList<>(candidate);
            probe.add("true");
            if (Children.collect(Command.of(Path.of("/"), probe.toArray(String[]::new)))
                    .succeeded()) {
                return candidate;
            }
        }
        progress.warn("make runs with access to the network: this system lets " + System.getProperty("user.name")
                + " create no network namespace (unshare --net)");
        return List.of();
    }
}
