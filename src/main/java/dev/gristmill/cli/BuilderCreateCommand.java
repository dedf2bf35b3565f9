package dev.gristmill.cli;

import dev.gristmill.builder.BuilderCreation;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.Lock;
import dev.gristmill.image.OciLayout;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.Selection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes a builder from the packages of a Debian suite. */
final class BuilderCreateCommand implements Callable<Integer> {
    private static final String USUAL_SUITE = "bookworm";

    private final GlobalOptions global;
    private final LayoutOption layout = new LayoutOption();
    private final OptionSpec suite =
            Options.text("--suite", "SUITE", "The Debian suite to take packages from (default: " + USUAL_SUITE + ").");
    private final OptionSpec hosts = Options.list(
            "--host",
            "ARCH",
            "For machines of this architecture: x86_64 or arm64 (default: both). May be repeated.",
            List.of("x86_64", "arm64"));
    private final OptionSpec update =
            Options.flag("--update", "Take the newest packages, whatever the lock says, and pin them.");

    BuilderCreateCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "create",
                "Makes a builder, an image with compilers for every architecture, from the packages that the lock pins;"
                        + " where it pins none, from the newest, which it pins then.",
                this);
        layout.addTo(spec);
        return spec.addOption(suite).addOption(hosts).addOption(update);
    }

    @Override
    public Integer call() throws InterruptedException {
        var name = Optional.<String>ofNullable(suite.getValue()).orElse(USUAL_SUITE);
        if (!CatalogueReader.isSuite(name)) {
            throw new InvalidInputException(
                    Problem.of("this is no suite").where("--suite " + name).expected("a name such as bookworm"));
        }
        var architectures = Selection.architectures("--host", hosts.getValue());
        var lock = CatalogueReader.read(global.catalogue()).lock();
        boolean renew = update.<Boolean>getValue();
        BuilderCreation.Created created;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var folder = OciLayout.at(layout.folder(), store);
            created = new BuilderCreation(store, progress)
                    .run(name, architectures, renew ? lock.withoutBuilder(name) : lock, folder);
        }
        if (!created.lock().equals(lock)) {
            written(lock, created.lock()).write();
        }
        if (global.json()) {
            Json.print(json -> BuildCommand.write(json, layout.folder(), created.images()));
        } else {
            BuildCommand.show(layout.folder(), created.images());
        }
        return 0;
    }

    /** Builders for other hosts that were not made now stay as they are. */
    private static Lock written(Lock before, Lock after) {
        var all = before;
        for (var pin : after.builders()) {
            all = all.with(pin);
        }
        return all;
    }
}
