package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.FullConfiguration;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.Origin;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.kconfig.Value;
import dev.gristmill.plan.Configurations;
import dev.gristmill.plan.ConfiguredKernel;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Prints resolved configurations, each option with where its value comes from. */
final class ConfigShowCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final OptionSpec all = Options.flag("--all", "Also the options that are off without anybody asking.");

    ConfigShowCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "show", "Prints the resolved configurations, with the origin of each option as a comment.", this);
        selection.addTo(spec);
        return spec.addOption(all);
    }

    /** @param changes what olddefconfig made of a full configuration */
    private record Shown(
            ConfiguredKernel kernel,
            SortedMap<Option, Value> values,
            Map<Option, Origin> origins,
            Optional<ConfigurationChanges> changes) {}

    @Override
    public Integer call() throws InterruptedException {
        var planned = selection.selection().of(CatalogueReader.read(global.catalogue()));
        var shown = new ArrayList<Shown>();
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var configurations = new Configurations(store, progress);
            configurations.check(planned);
            for (var kernel : planned) {
                shown.add(shown(configurations.resolve(kernel), configurations));
            }
        }
        if (global.json()) {
            Json.print(json -> {
                json.writeArrayPropertyStart("kernels");
                shown.forEach(kernel -> write(json, kernel));
                json.writeEndArray();
            });
        } else {
            shown.forEach(ConfigShowCommand::print);
        }
        return 0;
    }

    private Shown shown(ConfiguredKernel kernel, Configurations configurations) {
        var config = kernel.configuration().read();
        var origins = configurations.origins(kernel);
        var values = new TreeMap<Option, Value>();
        var found = new TreeMap<Option, Origin>();
        config.values().forEach((option, value) -> {
            var origin = origins.of(option);
            if (value != Tristate.NO || origin instanceof Origin.Asked || all.<Boolean>getValue()) {
                values.put(option, value);
                found.put(option, origin);
            }
        });
        var changes = kernel.request() instanceof FullConfiguration full
                ? Optional.of(ConfigurationChanges.between(full.content(), config))
                : Optional.<ConfigurationChanges>empty();
        return new Shown(kernel, values, found, changes);
    }

    /** What it prints can be read as a fragment. */
    private static void print(Shown shown) {
        System.out.println("# " + shown.kernel().name() + ": " + shown.values().size() + " options");
        shown.changes().ifPresent(changes -> {
            System.out.println("# olddefconfig changed " + changes.count() + " options");
            changes.summary().forEach(line -> System.out.println("#   " + line));
        });
        shown.values()
                .forEach((option, value) -> System.out.printf(
                        Locale.ROOT,
                        "%-47s # %s%n",
                        option + "=" + value,
                        shown.origins().get(option)));
        System.out.println();
    }

    private static void write(JsonGenerator json, Shown shown) {
        json.writeStartObject();
        ConfigJson.writeKernel(
                json, shown.kernel().planned(), shown.kernel().release().toString());
        shown.changes().ifPresent(changes -> ConfigJson.writeChanges(json, "changes", changes));
        json.writeArrayPropertyStart("options");
        shown.values().forEach((option, value) -> {
            json.writeStartObject();
            json.writeStringProperty("option", option.toString());
            json.writeStringProperty("value", value.toString());
            ConfigJson.writeOrigin(json, shown.origins().getOrDefault(option, new Origin.Default()));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }
}
