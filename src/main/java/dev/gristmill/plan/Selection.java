package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.ConfigurationFile;
import dev.gristmill.catalogue.KernelEntry;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of the catalogue is meant, as given on the command line. An empty list means everything.
 *
 * @param kernels series or releases; a release need not be in the catalogue if its series is, unless a full
 *     configuration has it
 */
public record Selection(List<String> kernels, List<String> profiles, List<String> architectures, List<String> vmms) {

    public Selection {
        kernels = List.copyOf(kernels);
        profiles = List.copyOf(profiles);
        architectures = List.copyOf(architectures);
        vmms = List.copyOf(vmms);
    }

    /** The same of that series or release alone. */
    public Selection ofKernel(String kernel) {
        return new Selection(List.of(kernel), profiles, architectures, vmms);
    }

    /** The same of that profile alone. */
    public Selection ofProfile(String profile) {
        return new Selection(kernels, List.of(profile), architectures, vmms);
    }

    /**
     * The selected kernels in the order of the catalogue, profiles before architectures.
     *
     * @throws InvalidInputException if a name is unknown, or nothing of the catalogue is selected
     */
    public List<PlannedKernel> of(Catalogue catalogue) {
        requireKnownProfiles(catalogue);
        var wantedArchitectures = known(
                "--arch", "architecture", architectures, Architecture::named, Arrays.asList(Architecture.values()));
        var wantedVmms = known("--vmm", "VMM", vmms, Vmm::named, Arrays.asList(Vmm.values()));
        var wantedFiles = files(catalogue);
        var planned = new ArrayList<PlannedKernel>();
        for (var entry : entries(catalogue, wantedFiles)) {
            var builder = catalogue.pinned(entry.builder());
            for (var profile : profiles(entry, catalogue)) {
                profile.architectures()
                        .forEach(a -> planned.add(
                                new PlannedKernel(catalogue.pinned(entry), entry.source(), profile, a, builder)));
            }
        }
        for (var file : wantedFiles) {
            var version = new KernelVersion.Exactly(file.release());
            planned.add(new PlannedKernel(
                    version,
                    catalogue.source(file.release()),
                    file.asProfile(),
                    file.architecture(),
                    catalogue.builder(file.release())));
        }
        planned.removeIf(kernel -> !wantedArchitectures.contains(kernel.architecture())
                || kernel.profile().vmms().stream().noneMatch(wantedVmms::contains));
        if (planned.isEmpty()) {
            throw new InvalidInputException(Problem.of("this selection matches no kernel of the catalogue")
                    .where(catalogue.file())
                    .remedy("'gristmill plan' shows what there is"));
        }
        return planned;
    }

    private void requireKnownProfiles(Catalogue catalogue) {
        var known = new TreeSet<>(catalogue.profiles().keySet());
        catalogue.configurations().forEach(file -> known.add(file.profile()));
        for (var name : profiles) {
            if (!known.contains(name)) {
                throw unknown("--profile", "profile", name, known);
            }
        }
    }

    private List<Profile> profiles(KernelEntry entry, Catalogue catalogue) {
        var names = profiles.isEmpty() ? entry.profiles() : profiles;
        return names.stream()
                .distinct()
                .filter(catalogue.profiles()::containsKey)
                .map(catalogue::profile)
                .toList();
    }

    private List<ConfigurationFile> files(Catalogue catalogue) {
        return catalogue.configurations().stream()
                .filter(file -> profiles.isEmpty() || profiles.contains(file.profile()))
                .filter(file -> kernels.isEmpty() || kernels.stream().anyMatch(name -> names(name, file.release())))
                .toList();
    }

    private static boolean names(String name, Release release) {
        return Series.parse(name)
                .map(release.series()::equals)
                .orElseGet(() -> Release.parse(name).filter(release::equals).isPresent());
    }

    private List<KernelEntry> entries(Catalogue catalogue, List<ConfigurationFile> files) {
        if (kernels.isEmpty()) {
            return catalogue.kernels();
        }
        return kernels.stream()
                .flatMap(name -> entry(name, catalogue, files).stream())
                .distinct()
                .toList();
    }

    /** Nothing for a version that only full configurations have. */
    private static Optional<KernelEntry> entry(String name, Catalogue catalogue, List<ConfigurationFile> files) {
        var version = version(name);
        var entry = catalogue.entry(version);
        if (entry.isPresent() || files.stream().anyMatch(file -> names(name, file.release()))) {
            return entry;
        }
        return Optional.of(catalogue.kernels().stream()
                .filter(e -> e.version().series().equals(version.series()))
                .findFirst()
                .map(e -> new KernelEntry(version, e.profiles(), e.source(), e.builder()))
                .orElseThrow(() -> new InvalidInputException(Problem.of("the catalogue does not name this kernel")
                        .where("--kernel " + name)
                        .expected(versions(catalogue))
                        .remedy("add it to " + catalogue.file()))));
    }

    private static KernelVersion version(String name) {
        return Series.parse(name)
                .<KernelVersion>map(KernelVersion.NewestOf::new)
                .or(() -> Release.parse(name).map(KernelVersion.Exactly::new))
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no kernel version")
                        .where("--kernel " + name)
                        .expected("a series such as 5.10, or a release such as 5.10.262")));
    }

    private static String versions(Catalogue catalogue) {
        var versions = Stream.concat(
                        catalogue.kernels().stream().map(e -> e.version().toString()),
                        catalogue.configurations().stream()
                                .map(file -> file.release().toString()))
                .distinct()
                .toList();
        return "one of " + String.join(", ", versions) + ", or a release of one of these series";
    }

    /**
     * @param option that the names were given to, for people
     * @throws InvalidInputException if one is unknown
     */
    public static List<Vmm> vmms(String option, List<String> names) {
        return names.isEmpty() ? List.of() : known(option, "VMM", names, Vmm::named, Arrays.asList(Vmm.values()));
    }

    /**
     * Those that an option names, or all.
     *
     * @throws InvalidInputException if a name is unknown
     */
    public static Set<Architecture> architectures(String option, List<String> names) {
        var all = Arrays.asList(Architecture.values());
        return Set.copyOf(known(option, "architecture", names, Architecture::named, all));
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
