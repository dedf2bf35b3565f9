package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Binds a mapping of profiles; those that were read before can be extended or replaced. */
final class ProfileReader {
    private static final Set<String> KEYS = Set.of(
            "extends", "description", "fragments", "patches", "waivers", "vmms", "architectures", "modules", "full");

    private final Path folder;
    private final Mistakes mistakes;
    private final Map<String, Profile> known;

    /** @param folder what fragment files are relative to */
    ProfileReader(Path folder, Map<String, Profile> known, Mistakes mistakes) {
        this.folder = folder;
        this.known = new LinkedHashMap<>(known);
        this.mistakes = mistakes;
    }

    /** All the profiles known so far, with those of the mapping. */
    Map<String, Profile> read(Node node) {
        var mapping = Mapping.of(node, "'profiles'", mistakes);
        mapping.entries().forEach((name, value) -> {
            if (Profile.isName(name) && !name.equals(Profile.CUSTOM)) {
                known.put(name, profile(name, value));
            } else {
                mistakes.add(
                        mapping.key(name),
                        Problem.of("a profile cannot be called '" + name + "'")
                                .expected("lower-case letters, digits and dashes, since it becomes part of a tag; '"
                                        + Profile.CUSTOM + "' stands for full configurations"));
            }
        });
        return known;
    }

    private Profile profile(String name, Node node) {
        var keys = Mapping.of(node, "the profile '" + name + "'", KEYS, mistakes);
        var base = base(keys);
        var fragments = new ArrayList<>(base.map(Profile::fragments).orElse(List.of()));
        keys.items("fragments")
                .orElse(List.of())
                .forEach(item -> keys.scalar(item).map(this::fragment).ifPresent(fragments::add));
        if (fragments.isEmpty()) {
            mistakes.add(
                    keys.node(),
                    Problem.of("the profile '" + name + "' has no fragments")
                            .remedy("add fragments, or extend a profile"));
        }
        var patches = new ArrayList<>(base.map(Profile::patches).orElse(List.of()));
        keys.items("patches")
                .orElse(List.of())
                .forEach(item -> patches.add(new PatchSetReader(folder, mistakes).read(item)));
        var waivers = new ArrayList<>(base.map(Profile::waivers).orElse(List.of()));
        keys.items("waivers")
                .orElse(List.of())
                .forEach(item -> new WaiverReader(mistakes).read(item).ifPresent(waivers::add));
        return new Profile(
                name,
                keys.text("description")
                        .or(() -> base.map(Profile::description))
                        .orElse(""),
                fragments,
                patches,
                waivers,
                vmms(keys).or(() -> base.map(Profile::vmms)).orElse(List.of(Vmm.values())),
                architectures(keys).or(() -> base.map(Profile::architectures)).orElse(List.of(Architecture.values())),
                keys.flag("modules").or(() -> base.map(Profile::modules)).orElse(true),
                keys.flag("full").or(() -> base.map(Profile::full)).orElse(true));
    }

    private Optional<Profile> base(Mapping keys) {
        return keys.text("extends").flatMap(name -> {
            var base = Optional.ofNullable(known.get(name));
            if (base.isEmpty()) {
                mistakes.unknown(keys.get("extends").orElseThrow(), "profile", name, known.keySet());
            }
            return base;
        });
    }

    private FragmentName fragment(String text) {
        return text.contains("/") || text.endsWith(".config")
                ? new FragmentName.InFile(folder.resolve(text).normalize())
                : new FragmentName.BuiltIn(text);
    }

    private static Optional<List<Vmm>> vmms(Mapping keys) {
        return keys.list("vmms", "one of " + Arrays.toString(Vmm.values()), Vmm::named);
    }

    private static Optional<List<Architecture>> architectures(Mapping keys) {
        return keys.list("architectures", "one of " + Arrays.toString(Architecture.values()), Architecture::named);
    }
}
