package dev.gristmill.plan;

import dev.gristmill.contract.Violation;
import dev.gristmill.model.GristmillException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a kernel's configuration can be resolved as it is asked for, and meets the contracts of its VMMs.
 *
 * @param release what the catalogue's version is now; nothing where its source cannot be had
 * @param result a few words
 * @param problems everything that is wrong
 */
public record ConfigurationCheck(
        PlannedKernel kernel, Optional<Release> release, String result, List<Problem> problems) {
    private static final String GOOD = "ok";

    public ConfigurationCheck {
        problems = List.copyOf(problems);
    }

    public boolean passed() {
        return problems.isEmpty();
    }

    /** One for each kernel, whatever is found wrong with the others. */
    public static List<ConfigurationCheck> of(List<PlannedKernel> planned, Configurations configurations)
            throws InterruptedException {
        configurations.check(planned);
        var checks = new ArrayList<ConfigurationCheck>();
        for (var kernel : planned) {
            checks.add(of(kernel, configurations));
        }
        return checks;
    }

    private static ConfigurationCheck of(PlannedKernel kernel, Configurations configurations)
            throws InterruptedException {
        var release = Optional.<Release>empty();
        try {
            release = Optional.of(configurations.tree(kernel).release());
            return of(configurations.resolve(kernel), configurations);
        } catch (GristmillException e) {
            var what = release.isPresent() ? "does not resolve: " + count(e.problems()) : "no source";
            return new ConfigurationCheck(kernel, release, what, e.problems());
        }
    }

    private static ConfigurationCheck of(ConfiguredKernel kernel, Configurations configurations) {
        var violations = configurations.violations(kernel);
        var broken = violations.stream().collect(Collectors.groupingBy(Violation::vmm));
        var words = kernel.planned().profile().vmms().stream()
                .filter(broken::containsKey)
                .map(vmm -> "breaks the contract of " + vmm + ": " + count(broken.getOrDefault(vmm, List.of())))
                .collect(Collectors.joining("; "));
        return new ConfigurationCheck(
                kernel.planned(),
                Optional.of(kernel.release()),
                words.isEmpty() ? GOOD : words,
                violations.stream().map(Violation::problem).toList());
    }

    private static String count(List<?> options) {
        return options.size() == 1 ? "1 option" : options.size() + " options";
    }
}
