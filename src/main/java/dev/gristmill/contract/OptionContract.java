package dev.gristmill.contract;

import dev.gristmill.kconfig.Dialect;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.OptionFile;
import dev.gristmill.kconfig.OptionLine;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What one VMM demands of a guest kernel's configuration: each option with the values it may have, the kernels it
 * counts for, the reason, and the document that says so. An option that is forbidden may be n only.
 *
 * @param demands in the order of the file
 */
public record OptionContract(Vmm vmm, List<OptionLine> demands) {
    public OptionContract {
        demands = List.copyOf(demands);
    }

    /** The contract of that VMM, which comes with Gristmill; read anew with each call. */
    public static OptionContract of(Vmm vmm) {
        var name = vmm.id() + ".contract";
        var demands = new ArrayList<OptionLine>();
        try (var in = Objects.requireNonNull(OptionContract.class.getResourceAsStream(name), name)) {
            OptionFile.read(in, "built-in/" + name, Dialect.CONTRACT, demands::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OptionContract(vmm, demands);
    }

    /** Those that count for the target. */
    public List<OptionLine> demands(Target target) {
        return demands.stream()
                .filter(demand -> demand.condition().holds(target))
                .toList();
    }

    /** Every demand that the configuration does not meet; an option it does not mention is as good as n. */
    public List<Violation> violations(DotConfig configuration, Target target) {
        return demands(target).stream()
                .map(demand -> new Violation(vmm, target, demand, configuration.value(demand.option())))
                .filter(Violation::real)
                .toList();
    }
}
