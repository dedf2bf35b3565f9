package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class BuildCommand implements Callable<Integer> {
    private final GlobalOptions global;

    BuildCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("build", "TODO", this);
    }

    @Override
    public Integer call() {
        System.out.println(global.catalogue());
        return 0;
    }
}
