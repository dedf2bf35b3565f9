package dev.gristmill.kconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What others recommend and the built-in profiles leave out on purpose, each with its reason. */
public final class LeftOut {
    private static final String RESOURCE = "left-out.config";

    private final List<Requirement> options;

    private LeftOut(List<Requirement> options) {
        this.options = options;
    }

    public static LeftOut load() {
        try (var in = Objects.requireNonNull(LeftOut.class.getResourceAsStream(RESOURCE))) {
            var options = new ArrayList<Requirement>();
            OptionFile.read(in, "built-in/" + RESOURCE, Dialect.FRAGMENT, line -> options.add(Requirement.of(line)));
            return new LeftOut(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the value that is recommended, in the order of the file. */
    public List<Requirement> options() {
        return List.copyOf(options);
    }

    /** Why it is left out on that target; nothing if it is not among them. */
    public Optional<String> reason(Option option, Target target) {
        return options.stream()
                .filter(each -> each.option().equals(option) && each.condition().holds(target))
                .map(Requirement::reason)
                .findFirst();
    }
}
