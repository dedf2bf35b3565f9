package dev.gristmill.docs;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.contract.OptionContract;
import dev.gristmill.kconfig.Condition;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.kconfig.LeftOut;
import dev.gristmill.kconfig.OptionLine;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kconfig.Requirement;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes {@code docs/profiles.md} from the data that kernels are configured with. */
final class ProfilesDocument {
    /** What the numbers of options are counted for. */
    private static final Release COUNTED = Release.parse("6.18").orElseThrow();

    private final List<Profile> profiles;
    private final StringBuilder text = new StringBuilder();

    private ProfilesDocument() {
        var all = CatalogueReader.builtInProfiles();
        profiles = List.copyOf(all.values());
    }

    static String written() {
        var document = new ProfilesDocument();
        document.introduction();
        document.profiles();
        document.fragments();
        document.contracts();
        document.leftOut();
        return document.text.toString();
    }

    private void introduction() {
        paragraph("# Profiles: what is on, why, and for whom");
        paragraph("""
                This page is written from the data that kernels are configured with, by `ProfilesDocumentTest`, which
                fails when the two differ. Nothing is on in a kernel but what stands here, what that selects, and what
                the kernel's own Kconfig files do not let anybody turn off. `gristmill config show` prints the outcome
                with the origin of each option, and `gristmill config explain OPTION` tells about one.""");
    }

    private void profiles() {
        paragraph("## Profiles");
        row("Profile", "For whom", "Modules", "Contracts in full", "Options asked for, x86_64 and arm64");
        row("---", "---", "---", "---", "---");
        for (var profile : profiles) {
            row(
                    "**" + profile.name() + "**",
                    profile.description(),
                    yesOrNo(profile.modules()),
                    yesOrNo(profile.full()),
                    count(profile, Architecture.X86_64) + ", " + count(profile, Architecture.ARM64));
        }
        paragraph("\nThe options are counted for %s. All profiles are for %s, on %s."
                .formatted(
                        COUNTED.series(),
                        names(profiles.getFirst().vmms()),
                        names(profiles.getFirst().architectures())));
        paragraph("### What each profile is made of");
        row("Fragment", profiles.stream().map(Profile::name).collect(Collectors.joining(" | ")), "What it is for");
        row("---", profiles.stream().map(p -> ":-:").collect(Collectors.joining(" | ")), "---");
        for (var fragment : Fragments.builtInNames()) {
            var marks = profiles.stream()
                    .map(profile -> uses(profile, fragment) ? "●" : "")
                    .collect(Collectors.joining(" | "));
            row(
                    "[%s](#%s)".formatted(fragment, fragment),
                    marks,
                    firstSentence(comments(fragment).getFirst()));
        }
        text.append('\n');
    }

    private static String firstSentence(String paragraph) {
        int end = paragraph.indexOf(". ");
        return end < 0 ? paragraph : paragraph.substring(0, end + 1);
    }

    private static int count(Profile profile, Architecture architecture) {
        return requested(profile, Target.of(architecture, COUNTED))
                .requirements()
                .size();
    }

    static RequestedConfiguration requested(Profile profile, Target target) {
        var fragments = profile.fragments().stream()
                .map(name -> name.either(Fragments::builtIn, Fragments::inFile))
                .toList();
        return RequestedConfiguration.merge(fragments, target);
    }

    private static boolean uses(Profile profile, String fragment) {
        return profile.fragments().contains(new FragmentName.BuiltIn(fragment));
    }

    private void fragments() {
        paragraph("## Fragments");
        paragraph("""
                Each fragment says what it asks for, of which kernels, and why, where the name of the option does not
                say it. What its name says is listed without a reason. *Since 5.10.133 / 5.15.57 / 5.19* means from each of these
                releases on in its series, and in all newer series.""");
        for (var name : Fragments.builtInNames()) {
            fragment(name);
        }
    }

    private void fragment(String name) {
        var users = profiles.stream()
                .filter(profile -> uses(profile, name))
                .map(Profile::name)
                .toList();
        paragraph("### " + name);
        paragraph("*" + (users.isEmpty() ? "in no built-in profile" : "in " + String.join(", ", users)) + "*");
        for (var section : sections(name)) {
            paragraph(section.comment());
            options(section.requirements());
        }
    }

    private record Section(String comment, List<Requirement> requirements) {}

    /** The parts of a fragment, each under the comment that stands before it. */
    private static List<Section> sections(String fragment) {
        Map<Integer, Requirement> byLine = new LinkedHashMap<>();
        Fragments.builtIn(fragment)
                .requirements()
                .forEach(r -> byLine.put(r.location().line(), r));
        var sections = new ArrayList<Section>();
        var comment = new StringBuilder();
        var lines = lines(fragment);
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            var requirement = byLine.get(number);
            if (requirement == null && line.startsWith("# ")) {
                comment.append(comment.isEmpty() ? "" : " ").append(line.substring(2));
            } else if (requirement != null) {
                if (!comment.isEmpty()) {
                    sections.add(new Section(comment.toString(), new ArrayList<>()));
                    comment.setLength(0);
                }
                sections.getLast().requirements().add(requirement);
            }
        }
        return sections;
    }

    private static List<String> comments(String fragment) {
        return sections(fragment).stream().map(Section::comment).toList();
    }

    private static List<String> lines(String fragment) {
        var resource = "fragments/" + fragment + ".config";
        try (var in = Objects.requireNonNull(Fragments.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void options(List<Requirement> requirements) {
        var told = requirements.stream().filter(ProfilesDocument::hasMoreToSay).toList();
        if (!told.isEmpty()) {
            row("Option", "Value", "When", "Why");
            row("---", "---", "---", "---");
            told.forEach(r -> row(code(r), value(r.value()), words(r.condition()), cell(r.reason())));
            text.append('\n');
        }
        var plain = requirements.stream().filter(r -> !hasMoreToSay(r)).toList();
        named("Built in", plain, r -> r.value() == Tristate.YES);
        named("As modules", plain, r -> r.value() == Tristate.MODULE);
        named("Off", plain, r -> r.value() == Tristate.NO);
        named("Set", plain, r -> !(r.value() instanceof Tristate));
    }

    private static boolean hasMoreToSay(Requirement requirement) {
        return !requirement.reason().isEmpty()
                || !requirement.condition().terms().isEmpty();
    }

    private void named(String kind, List<Requirement> requirements, Predicate<Requirement> wanted) {
        var names = requirements.stream()
                .filter(wanted)
                .map(r -> r.value() instanceof Tristate
                        ? code(r)
                        : "`" + r.option().name() + "=" + r.value() + "`")
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            paragraph(kind + ": " + names + ".");
        }
    }

    private void contracts() {
        paragraph("## Contracts");
        paragraph("""
                What each VMM demands of every kernel that is published for it, with the document that says so. A
                configuration that does not meet a demand is not compiled. Demands marked *in full* count for the
                profiles that are held to the whole contract: %s.""".formatted(
                profiles.stream().filter(Profile::full).map(Profile::name).collect(Collectors.joining(", "))));
        for (var vmm : Vmm.values()) {
            paragraph("### The contract of " + vmm);
            var byDocument = OptionContract.of(vmm).demands().stream()
                    .collect(Collectors.groupingBy(OptionLine::document, LinkedHashMap::new, Collectors.toList()));
            byDocument.forEach(this::demands);
        }
    }

    private void demands(String document, List<OptionLine> demands) {
        paragraph("**" + document + "**");
        row("Option", "Must be", "When", "Why");
        row("---", "---", "---", "---");
        demands.forEach(demand -> row(
                "`" + demand.option().name() + "`",
                demand.values().stream().map(ProfilesDocument::value).collect(Collectors.joining(" or ")),
                words(demand.condition()),
                cell(demand.reason())));
        text.append('\n');
    }

    private void leftOut() {
        paragraph("## What is recommended, and left out");
        paragraph("""
                The Kernel Self Protection Project and hardening guides recommend more than the `hardening` fragment has.
                What is left out, and why. Each can be turned on by a fragment of your own; `selinux` is one that comes
                with Gristmill and that no built-in profile has.""");
        row("Recommended", "When", "Why it is left out");
        row("---", "---", "---");
        LeftOut.load()
                .options()
                .forEach(r ->
                        row("`" + r.option().name() + "=" + r.value() + "`", words(r.condition()), cell(r.reason())));
    }

    private static String words(Condition condition) {
        return condition.terms().stream()
                .map(term -> switch (term) {
                    case Condition.Term.On(var architecture) -> architecture.id();
                    case Condition.Term.From(var bound) -> "from " + bound;
                    case Condition.Term.Below(var bound) -> "before " + bound;
                    case Condition.Term.Since(var backports) ->
                        "since " + backports.toString().replace(" ", " / ");
                    case Condition.Term.Before(var backports) ->
                        "before " + backports.toString().replace(" ", " / ");
                    case Condition.Term.Full() -> "in full";
                })
                .collect(Collectors.joining(", "));
    }

    private static String value(Value value) {
        return switch (value) {
            case Tristate.YES -> "built in";
            case Tristate.MODULE -> "module";
            case Tristate.NO -> "off";
            case Value.Number number -> number.toString();
            case Value.Text words -> "`" + words + "`";
        };
    }

    private static String code(Requirement requirement) {
        return "`" + requirement.option().name() + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String names(List<?> things) {
        return things.stream().map(Object::toString).collect(Collectors.joining(" and "));
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    private void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    private void row(String... cells) {
        text.append("| ")
                .append(Arrays.stream(cells).collect(Collectors.joining(" | ")))
                .append(" |\n");
    }
}
