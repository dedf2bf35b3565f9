package dev.gristmill.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The man page of a command, in the language of man(7). */
final class ManPage {
    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec command) {
        this.command = command;
    }

    String text() throws IOException {
        var name = command.qualifiedName("-");
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"" + Version.line() + "\" \"Gristmill\"");
        section("NAME");
        line(escaped(name) + " \\- " + escaped(description()));
        section("SYNOPSIS");
        synopsis();
        section("DESCRIPTION");
        line(escaped(description()));
        notes(command.usageMessage().footer());
        commands();
        options();
        section("EXIT STATUS");
        line(
                "0 done; 1 a build, check or transfer failed; 2 the command line or the catalogue is wrong; 130 interrupted.");
        return page.toString();
    }

    private String description() {
        return String.join(" ", command.usageMessage().description());
    }

    private void synopsis() {
        line(".B " + escaped(command.qualifiedName(" ")));
        if (!command.subcommands().isEmpty()) {
            line(".I COMMAND");
        }
        line("[\\fIOPTION\\fR]...");
        command.positionalParameters()
                .forEach(parameter -> line(
                        parameter.required()
                                ? "\\fI" + escaped(parameter.paramLabel()) + "\\fR"
                                : "[\\fI" + escaped(parameter.paramLabel()) + "\\fR]..."));
    }

    /** As they stand, since most are examples. */
    private void notes(String... lines) {
        if (lines.length > 0) {
            line(".nf");
            Stream.of(lines).forEach(text -> line(escaped(text)));
            line(".fi");
        }
    }

    private void commands() {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands().forEach((name, line) -> {
                line(".TP");
                line(".B " + escaped(name));
                line(escaped(
                        String.join(" ", line.getCommandSpec().usageMessage().description())));
            });
        }
    }

    private void options() {
        var positional = command.positionalParameters();
        if (!positional.isEmpty()) {
            section("OPERANDS");
            positional.forEach(parameter -> entry("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter));
        }
        section("OPTIONS");
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> entry(names(option), option));
    }

    private static String names(OptionSpec option) {
        var names = "\\fB" + escaped(String.join(", ", option.names())) + "\\fR";
        return option.arity().max() == 0 ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private void entry(String title, ArgSpec argument) {
        line(".TP");
        line(title);
        line(escaped(String.join(" ", argument.description())));
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** Backslashes and hyphens mean something to roff, and so does a dot or quote at the start of a line. */
    private static String escaped(String text) {
        var plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
