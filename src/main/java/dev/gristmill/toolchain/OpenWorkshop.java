package dev.gristmill.toolchain;

import dev.gristmill.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * This machine as it is.
 *
 * @param prefix what to put before each command
 */
record OpenWorkshop(List<String> prefix) implements Workshop {
    OpenWorkshop {
        prefix = List.copyOf(prefix);
    }

    @Override
    public Command command(List<String> argv, Path directory, SortedMap<String, String> environment) {
        var all = new ArrayList<>(prefix);
        all.addAll(argv);
        return new Command(all, directory, Command.plainEnvironment()).with(environment);
    }

    @Override
    public String inside(Path path) {
        return path.toString();
    }
}
