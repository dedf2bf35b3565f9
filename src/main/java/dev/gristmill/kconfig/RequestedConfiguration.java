package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that a list of fragments asks for on one target, each option once. */
public final class RequestedConfiguration implements ConfigurationRequest {
    private final Target target;
    private final SortedMap<Option, Requirement> requirements;
    private final SortedMap<Option, WaivedOption> waived;

    private RequestedConfiguration(
            Target target, SortedMap<Option, Requirement> requirements, SortedMap<Option, WaivedOption> waived) {
        this.target = target;
        this.requirements = requirements;
        this.waived = waived;
    }

    /**
     * Merges the requirements whose conditions hold for the target.
     *
     * @throws InvalidInputException if an option is asked for twice, with the same value or another; all are told
     */
    public static RequestedConfiguration merge(List<Fragment> fragments, Target target) {
        var merged = new TreeMap<Option, Requirement>();
        var problems = new ArrayList<Problem>();
        for (var fragment : fragments) {
            for (var requirement : fragment.requirements()) {
                if (requirement.condition().holds(target)) {
                    var earlier = merged.putIfAbsent(requirement.option(), requirement);
                    if (earlier != null) {
                        problems.add(clash(earlier, requirement, target));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new RequestedConfiguration(target, merged, new TreeMap<>());
    }

    private static Problem clash(Requirement first, Requirement second, Target target) {
        boolean agree = first.value().equals(second.value());
        var on = " for " + target.release() + " on " + target.architecture();
        return Problem.of(
                        agree
                                ? first.option() + " is asked for twice" + on
                                : "two lines disagree about " + first.option() + on)
                .where(second.location())
                .expected("one line for each option")
                .found(second.value() + " here, " + first.value() + " at " + first.location())
                .remedy("remove one of the lines, or give them conditions that never hold together");
    }

    /**
     * The same, with leave for these options to come out otherwise.
     *
     * @throws InvalidInputException if one of them is not asked for, or waived twice; all are told
     */
    public RequestedConfiguration waiving(List<WaivedOption> waivers) {
        var known = new TreeMap<Option, WaivedOption>();
        var problems = new ArrayList<Problem>();
        for (var waiver : waivers) {
            if (!requirements.containsKey(waiver.option())) {
                problems.add(unknown(waiver));
            }
            var earlier = known.putIfAbsent(waiver.option(), waiver);
            if (earlier != null) {
                problems.add(Problem.of(waiver.option() + " is waived twice for " + target)
                        .where(waiver.place())
                        .found("the first time at " + earlier.place())
                        .remedy("remove one of the two"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new RequestedConfiguration(target, requirements, known);
    }

    private Problem unknown(WaivedOption waiver) {
        var problem = Problem.of(waiver.option() + " is waived, and nothing asks for it for " + target)
                .where(waiver.place())
                .expected("an option that the profile's fragments ask for")
                .found(waiver.option());
        var names = requirements.keySet().stream().map(Option::name).toList();
        return problem.remedy(Nearest.to(waiver.option().name(), names)
                .map(near -> "did you mean " + Option.PREFIX + near + "?")
                .orElse("remove the waiver, or narrow it with from, below and architecture"));
    }

    /** Those that may come out otherwise, in the order of their names. */
    public Collection<WaivedOption> waived() {
        return Collections.unmodifiableCollection(waived.values());
    }

    boolean waives(Option option) {
        return waived.containsKey(option);
    }

    public Target target() {
        return target;
    }

    /** In the order of the options' names. */
    public Collection<Requirement> requirements() {
        return Collections.unmodifiableCollection(requirements.values());
    }

    public Optional<Requirement> requirement(Option option) {
        return Optional.ofNullable(requirements.get(option));
    }

    @Override
    public Digest digest() {
        return Digest.of(asDotConfig());
    }

    @Override
    public Base base() {
        return Base.ALLNOCONFIG;
    }

    @Override
    public boolean wants(Option option) {
        var requirement = requirements.get(option);
        return requirement != null && requirement.value() == Tristate.YES;
    }

    /** Writes it as {@code KCONFIG_ALLCONFIG} is read. */
    public void writeTo(Path file) throws IOException {
        Files.writeString(file, asDotConfig());
    }

    private String asDotConfig() {
        var text = new StringBuilder();
        for (var requirement : requirements.values()) {
            text.append(DotConfig.line(requirement.option(), requirement.value()))
                    .append('\n');
        }
        return text.toString();
    }
}
