package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class PlanCommand implements Callable<Integer> {
    private final GlobalOptions global;

    PlanCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("plan", "TODO", this);
    }

    @Override
    public Integer call() {
        System.out.println(global.catalogue());
        return 0;
    }
}
