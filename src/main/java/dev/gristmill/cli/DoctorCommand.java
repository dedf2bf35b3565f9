package dev.gristmill.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class DoctorCommand implements Callable<Integer> {
    private final GlobalOptions global;

    DoctorCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("doctor", "TODO", this);
    }

    @Override
    public Integer call() {
        System.out.println(global.catalogue());
        return 0;
    }
}
