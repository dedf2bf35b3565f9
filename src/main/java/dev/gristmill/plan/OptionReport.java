package dev.gristmill.plan;

import dev.gristmill.kconfig.LeftOut;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.OptionDescription;
import dev.gristmill.kconfig.Origin;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.GristmillException;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be known of one option.
 *
 * @param description as the first kernel that knows the option defines it
 * @param describedBy that kernel: {@code microvm@5.10.262/x86_64}
 * @param kernels every selected kernel
 */
public record OptionReport(OptionDescription description, String describedBy, List<InKernel> kernels) {
    /**
     * The option in one kernel.
     *
     * @param value nothing where the configuration does not mention it, or cannot be resolved
     * @param origin in words
     * @param leftOut why the built-in profiles leave it out; empty unless they do and it is off
     */
    public record InKernel(
            PlannedKernel kernel, Release release, Optional<Value> value, String origin, String leftOut) {}

    public OptionReport {
        kernels = List.copyOf(kernels);
    }

    /**
     * @throws InvalidInputException if none of the kernels knows the option
     * @throws StepException if no kernel's configuration can be resolved
     */
    public static OptionReport of(Option option, List<PlannedKernel> planned, Configurations configurations)
            throws InterruptedException {
        return new Making(option, configurations).report(planned);
    }

    private static final class Making {
        private final Option option;
        private final Configurations configurations;
        private final LeftOut leftOut = LeftOut.load();
        private final Map<PlannedKernel, InKernel> found = new LinkedHashMap<>();
        private Optional<OptionDescription> description = Optional.empty();
        private String describedBy = "";
        private Optional<Origin.Unknown> unknown = Optional.empty();
        private Optional<GristmillException> failure = Optional.empty();

        Making(Option option, Configurations configurations) {
            this.option = option;
            this.configurations = configurations;
        }

        OptionReport report(List<PlannedKernel> planned) throws InterruptedException {
            configurations.check(planned);
            for (var kernels : byFiles(planned).values()) {
                for (var kernel : kernels) {
                    add(kernel);
                }
            }
            return new OptionReport(
                    description.orElseThrow(this::nothingFound),
                    describedBy,
                    planned.stream()
                            .map(found::get)
                            .map(Objects::requireNonNull)
                            .toList());
        }

        /** Kernels of one tree and architecture in a row, since they share their Kconfig files. */
        private Map<Object, List<PlannedKernel>> byFiles(List<PlannedKernel> planned) throws InterruptedException {
            record Files(SourceTree tree, Architecture architecture) {}
            var groups = new LinkedHashMap<Object, List<PlannedKernel>>();
            for (var kernel : planned) {
                var files = new Files(configurations.tree(kernel), kernel.architecture());
                groups.computeIfAbsent(files, f -> new ArrayList<>()).add(kernel);
            }
            return groups;
        }

        private void add(PlannedKernel planned) throws InterruptedException {
            var release = configurations.tree(planned).release();
            try {
                found.put(planned, inKernel(configurations.resolve(planned)));
            } catch (StepException e) {
                failure = Optional.of(e);
                var what = "unknown: " + e.problems().getFirst().what();
                found.put(planned, new InKernel(planned, release, Optional.empty(), what, ""));
            }
        }

        private InKernel inKernel(ConfiguredKernel kernel) {
            var config = kernel.configuration().read();
            var tree = configurations.kconfig(kernel);
            if (description.isEmpty() && !tree.definitions(option).isEmpty()) {
                try {
                    description = Optional.of(OptionDescription.of(option, tree, config));
                    describedBy = kernel.name();
                } catch (IOException e) {
                    throw new StepException(
                            Problem.of("the Kconfig files cannot be read").found(e), e);
                }
            }
            var origin = configurations.origins(kernel).inDepth(option);
            if (origin instanceof Origin.Unknown none) {
                unknown = Optional.of(none);
            }
            var planned = kernel.planned();
            var target = Target.of(planned.architecture(), kernel.release());
            boolean ours = kernel.request() instanceof RequestedConfiguration && config.tristate(option) == Tristate.NO;
            var reason = ours ? leftOut.reason(option, target).orElse("") : "";
            return new InKernel(planned, kernel.release(), config.value(option), origin.toString(), reason);
        }

        private GristmillException nothingFound() {
            if (unknown.isEmpty() && failure.isPresent()) {
                return failure.get();
            }
            var problem = Problem.of("there is no such option in the selected kernels")
                    .where(option);
            for (var fact : unknown.map(u -> u.near().facts()).orElse(List.of())) {
                problem = problem.with(fact.label(), fact.value());
            }
            return new InvalidInputException(problem);
        }
    }
}
