package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.KernelEntry;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.Vmm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What of the catalogue is meant, as given on the command line. An empty list means everything.
 *
 * @param kernels series or releases; a release need not be in the catalogue if its series is
 */
public record Selection(List<String> kernels, List<String> profiles, List<String> architectures, List<String> vmms) {

    public Selection {
        kernels = List.copyOf(kernels);
        profiles = List.copyOf(profiles);
        architectures = List.copyOf(architectures);
        vmms = List.copyOf(vmms);
    }

    /**
     * The selected kernels in the order of the catalogue, profiles before architectures.
     *
     * @throws InvalidInputException if a name is unknown, or nothing of the catalogue is selected
     */
    public List<PlannedKernel> of(Catalogue catalogue) {
        var wantedProfiles = wantedProfiles(catalogue);
        var wantedArchitectures = known(
                "--arch", "architecture", architectures, Architecture::named, Arrays.asList(Architecture.values()));
        var wantedVmms = known("--vmm", "VMM", vmms, Vmm::named, Arrays.asList(Vmm.values()));
        var planned = new ArrayList<PlannedKernel>();
        for (var entry : entries(catalogue)) {
            for (var name : wantedProfiles.isEmpty() ? entry.profiles() : wantedProfiles) {
                var profile = catalogue.profile(name);
                if (profile.vmms().stream().anyMatch(wantedVmms::contains)) {
                    profile.architectures().stream()
                            .filter(wantedArchitectures::contains)
                            .forEach(a -> planned.add(new PlannedKernel(entry.version(), entry.source(), profile, a)));
                }
            }
        }
        if (planned.isEmpty()) {
            throw new InvalidInputException(Problem.of("this selection matches no kernel of the catalogue")
                    .where(catalogue.file())
                    .remedy("'gristmill plan' shows what there is"));
        }
        return planned;
    }

    private List<String> wantedProfiles(Catalogue catalogue) {
        for (var name : profiles) {
            if (!catalogue.profiles().containsKey(name)) {
                throw unknown("--profile", "profile", name, catalogue.profiles().keySet());
            }
        }
        return profiles.stream().distinct().toList();
    }

    private List<KernelEntry> entries(Catalogue catalogue) {
        if (kernels.isEmpty()) {
            return catalogue.kernels();
        }
        return kernels.stream().map(name -> entry(name, catalogue)).distinct().toList();
    }

    private static KernelEntry entry(String name, Catalogue catalogue) {
        var version = Series.parse(name)
                .<KernelVersion>map(KernelVersion.NewestOf::new)
                .or(() -> Release.parse(name).map(KernelVersion.Exactly::new))
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no kernel version")
                        .where("--kernel " + name)
                        .expected("a series such as 5.10, or a release such as 5.10.262")));
        return catalogue.kernels().stream()
                .filter(entry -> entry.version().equals(version))
                .findFirst()
                .or(() -> catalogue.kernels().stream()
                        .filter(entry -> entry.version().series().equals(version.series()))
                        .findFirst()
                        .map(entry -> new KernelEntry(version, entry.profiles(), entry.source())))
                .orElseThrow(() -> new InvalidInputException(Problem.of("the catalogue does not name this kernel")
                        .where("--kernel " + name)
                        .expected(versions(catalogue))
                        .remedy("add it to " + catalogue.file())));
    }

    private static String versions(Catalogue catalogue) {
        var versions =
                catalogue.kernels().stream().map(e -> e.version().toString()).toList();
        return "one of " + String.join(", ", versions) + ", or a release of one of these series";
    }

    private static <T> List<T> known(
            String option, String kind, List<String> names, Function<String, Optional<T>> parser, List<T> all) {
        if (names.isEmpty()) {
            return all;
        }
        return names.stream()
                .map(name -> parser.apply(name)
                        .orElseThrow(() -> unknown(
                                option,
                                kind,
                                name,
                                all.stream().map(Object::toString).toList())))
                .toList();
    }

    private static InvalidInputException unknown(String option, String kind, String name, Collection<String> known) {
        var sorted = known.stream().sorted().toList();
        var problem = Problem.of("unknown " + kind + " '" + name + "'")
                .where(option + " " + name)
                .expected("one of " + String.join(", ", sorted));
        return new InvalidInputException(Nearest.to(name, sorted)
                .map(n -> problem.remedy("did you mean '" + n + "'?"))
                .orElse(problem));
    }
}
