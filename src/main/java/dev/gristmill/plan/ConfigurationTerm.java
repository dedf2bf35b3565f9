package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.Vmm;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A kernel of a catalogue as people write it: a profile, a release or series, an architecture and a VMM, or some of
 * them, joined by {@code @} or {@code /}. No two kinds have a name in common, so that their order does not matter:
 * {@code tiny@5.10.262/arm64}, {@code 5.10/tiny}, {@code arm64}.
 */
public final class ConfigurationTerm {
    private enum Part {
        PROFILE,
        VERSION,
        ARCHITECTURE,
        VMM
    }

    private final Map<Part, String> parts;

    private ConfigurationTerm(Map<Part, String> parts) {
        this.parts = parts;
    }

    /** @throws InvalidInputException if a part is unknown, or two are of one kind */
    public static ConfigurationTerm parse(String text, Catalogue catalogue) {
        var parts = new EnumMap<Part, String>(Part.class);
        for (var word : text.split("[@/]", -1)) {
            var part = part(word, catalogue).orElseThrow(() -> unknown(text, word, catalogue));
            var earlier = parts.put(part, word);
            if (earlier != null) {
                throw new InvalidInputException(
                        Problem.of("a kernel has one " + part.name().toLowerCase(Locale.ROOT) + ", and here are two")
                                .where(text)
                                .found(earlier + " and " + word));
            }
        }
        return new ConfigurationTerm(parts);
    }

    private static Optional<Part> part(String word, Catalogue catalogue) {
        if (Architecture.named(word).isPresent()) {
            return Optional.of(Part.ARCHITECTURE);
        }
        if (Vmm.named(word).isPresent()) {
            return Optional.of(Part.VMM);
        }
        if (Series.parse(word).isPresent() || Release.parse(word).isPresent()) {
            return Optional.of(Part.VERSION);
        }
        return profiles(catalogue).contains(word) ? Optional.of(Part.PROFILE) : Optional.empty();
    }

    private static Collection<String> profiles(Catalogue catalogue) {
        var names = new TreeSet<>(catalogue.profiles().keySet());
        catalogue.configurations().forEach(file -> names.add(file.profile()));
        return names;
    }

    private static InvalidInputException unknown(String text, String word, Catalogue catalogue) {
        var known = new TreeSet<>(profiles(catalogue));
        Arrays.stream(Architecture.values()).map(Architecture::id).forEach(known::add);
        Arrays.stream(Vmm.values()).map(Vmm::id).forEach(known::add);
        var problem = Problem.of("'" + word + "' is neither a profile, a release, an architecture nor a VMM")
                .where(text)
                .expected(
                        "PROFILE@RELEASE/ARCHITECTURE or parts of it, a file (NAME.config, ./NAME, /NAME) or an image (NAME:TAG)\n"
                                + "known are " + String.join(", ", known));
        return new InvalidInputException(Nearest.to(word, known)
                .map(near -> problem.remedy("did you mean '" + near + "'?"))
                .orElse(problem));
    }

    /** The same, with what only the other one says. */
    public ConfigurationTerm or(ConfigurationTerm other) {
        var all = new EnumMap<Part, String>(other.parts);
        all.putAll(parts);
        return new ConfigurationTerm(all);
    }

    /** The same, with what it does not say taken from a kernel. */
    public ConfigurationTerm or(PlannedKernel kernel) {
        var all = new EnumMap<Part, String>(Part.class);
        all.put(Part.PROFILE, kernel.profile().name());
        all.put(Part.VERSION, kernel.version().toString());
        all.put(Part.ARCHITECTURE, kernel.architecture().id());
        return or(new ConfigurationTerm(all));
    }

    /**
     * The kernel that is meant. Where several are, it is one of the default profile rather than another, for this
     * machine's architecture rather than another, and the first in the catalogue.
     *
     * @throws InvalidInputException if there is none in the catalogue
     */
    public PlannedKernel in(Catalogue catalogue) {
        var selection =
                new Selection(named(Part.VERSION), named(Part.PROFILE), named(Part.ARCHITECTURE), named(Part.VMM));
        return selection.of(catalogue).stream()
                .min(Comparator.comparing(ConfigurationTerm::isForAnotherPurpose)
                        .thenComparing(ConfigurationTerm::isForAnotherMachine))
                .orElseThrow();
    }

    private static boolean isForAnotherPurpose(PlannedKernel kernel) {
        return !kernel.profile().name().equals(Profile.DEFAULT);
    }

    private static boolean isForAnotherMachine(PlannedKernel kernel) {
        return Architecture.ofThisMachine()
                .filter(kernel.architecture()::equals)
                .isEmpty();
    }

    private List<String> named(Part part) {
        return Optional.ofNullable(parts.get(part)).stream().toList();
    }
}
