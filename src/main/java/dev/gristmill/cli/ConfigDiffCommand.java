package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.Inspector;
import dev.gristmill.kconfig.Difference;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Option;
import dev.gristmill.model.Architecture;
import dev.gristmill.plan.ConfigurationComparison;
import dev.gristmill.plan.Configurations;
import dev.gristmill.store.Store;
import dev.gristmill.ui.Palette;
import dev.gristmill.ui.Streams;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Compares two configurations. */
final class ConfigDiffCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final ImageLookup images;
    private final PositionalParamSpec first = Options.parameter(0, "A", "A kernel, an image or a file.");
    private final PositionalParamSpec second = Options.parameter(1, "B", "What it is compared with.");

    ConfigDiffCommand(GlobalOptions global) {
        this.global = global;
        this.images = new ImageLookup(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("diff", "Compares two configurations: of kernels, images or files.", this)
                .addPositional(first)
                .addPositional(second);
        images.addTo(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "A kernel is a profile, a release or series, an architecture and a VMM, or some of them, joined by",
                        "@ or /: tiny@5.10.262/arm64, 6.1, arm64. What only one of A and B says holds for both; what",
                        "neither says is microvm, this machine's architecture, and the first in the catalogue.",
                        "A file is NAME.config, ./NAME or /NAME. An image is NAME:TAG or NAME@sha256:... in the layout, or",
                        "with a host before it in that registry; of its architectures, that of the other side or of this",
                        "machine is taken.",
                        "",
                        "Examples: gristmill config diff tiny microvm",
                        "          gristmill config diff 5.10/arm64 6.1",
                        "          gristmill config diff ghcr.io/acme/firecracker-kernel:5.10 5.10",
                        "          gristmill config diff my.config custom@5.10.262/arm64");
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigurationComparison comparison;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            comparison = ConfigurationComparison.of(
                    first.getValue(),
                    second.getValue(),
                    () -> CatalogueReader.read(global.catalogue()),
                    new Configurations(store, progress),
                    (reference, architecture) -> configuration(reference, architecture, store));
        }
        if (global.json()) {
            Json.print(json -> {
                json.writeStringProperty("before", comparison.before());
                json.writeStringProperty("after", comparison.after());
                ConfigJson.writeChanges(json, "differences", comparison.changes());
            });
        } else {
            show(comparison);
        }
        return 0;
    }

    private DotConfig configuration(String reference, Architecture architecture, Store store)
            throws InterruptedException {
        var file = store.temporary("config");
        images.with(reference, (there, root) -> {
            new Inspector(there).extractConfiguration(root, architecture, file);
            return file;
        });
        return DotConfig.read(file);
    }

    private static void show(ConfigurationComparison comparison) {
        var palette = Streams.outputPalette(System.getenv());
        System.out.println(palette.strong("- " + comparison.before()));
        System.out.println(palette.strong("+ " + comparison.after()));
        for (var kind : Difference.Kind.values()) {
            comparison.changes().of(kind).forEach(difference -> System.out.println(line(difference, palette)));
        }
        if (comparison.changes().count() == 0) {
            System.out.println("no difference");
        }
    }

    private static String line(Difference difference, Palette palette) {
        var text = Option.PREFIX + difference.shown();
        return switch (difference.kind()) {
            case APPEARED -> palette.good("+ " + text);
            case VANISHED -> palette.bad("- " + text);
            case CHANGED -> palette.caution("~ " + text);
        };
    }
}
