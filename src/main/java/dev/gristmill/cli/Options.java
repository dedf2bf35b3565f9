package dev.gristmill.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/**
 * Options, built by hand: annotations would be read by reflection at every start, which costs more than all the rest of
 * it.
 */
final class Options {
    private Options() {}

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .initialValue(false)
                .description(description)
                .build();
    }

    static OptionSpec path(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Path.class)
                .converters(Path::of)
                .description(description)
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec number(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Integer.class)
                .description(description)
                .build();
    }

    /** May be repeated, and takes several values separated by commas. */
    static OptionSpec list(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .initialValue(List.of())
                .description(description)
                .build();
    }

    /** The same, of a closed set that a shell may offer. */
    static OptionSpec list(String name, String label, String description, List<String> candidates) {
        return OptionSpec.builder(list(name, label, description))
                .completionCandidates(candidates)
                .build();
    }

    /** What stands behind the options. */
    static PositionalParamSpec operands(String label, String arity, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .arity(arity)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .description(description)
                .build();
    }

    /** A word that must be given, at that place. */
    static PositionalParamSpec parameter(int place, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(place))
                .paramLabel(label)
                .type(String.class)
                .required(true)
                .description(description)
                .build();
    }

    /** The same option, understood before and after the name of a subcommand. */
    static OptionSpec everywhere(OptionSpec option) {
        return OptionSpec.builder(option).scopeType(ScopeType.INHERIT).build();
    }
}
