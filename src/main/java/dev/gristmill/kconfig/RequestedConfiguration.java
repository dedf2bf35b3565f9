package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
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
    private final SortedMap<Option, Requirement> requirements;

    private RequestedConfiguration(SortedMap<Option, Requirement> requirements) {
        this.requirements = requirements;
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
        return new RequestedConfiguration(merged);
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
