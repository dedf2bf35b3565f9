package dev.gristmill.plan;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.FileStamp;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the kernels of each profile came to, as long as neither Gristmill nor a fragment has changed: reading fragments
 * and hashing is most of the time of a program that has nothing to do.
 */
final class PlanMemory {
    private static final String FORM = "gristmill plan 1";
    private static final int HEADER_LINES = 2;

    /**
     * A kernel whose configuration was resolved.
     *
     * @param configuration the entry's name in the store
     */
    record Known(String configuration, Digest buildKey) {}

    private final Path folder;
    private final Store store;
    private final Optional<Path> builtIns;
    private final Map<String, Notes> notes = new HashMap<>();

    /** @param builtIns the file that all built-in fragments are in; without one nothing is remembered */
    PlanMemory(Store store, Optional<Path> builtIns) {
        this.folder = store.memory().resolve("plans");
        this.store = store;
        this.builtIns = builtIns;
    }

    static PlanMemory of(Store store) {
        return new PlanMemory(store, Fragments.builtInArchive());
    }

    /** Whether the fragments are those that were read, and found free of mistakes, at an earlier time. */
    boolean knows(Profile profile) {
        return !notes(profile).kernels.isEmpty();
    }

    Optional<Known> recall(Profile profile, SourceTree tree, Toolchain toolchain) {
        return Optional.ofNullable(notes(profile).kernels.get(kernel(tree, toolchain)))
                .filter(known -> Files.isRegularFile(store.configurations().resolve(known.configuration())));
    }

    void remember(Profile profile, SourceTree tree, Toolchain toolchain, Known known) {
        var noted = notes(profile);
        if (noted.fragments.isPresent()) {
            noted.kernels.put(kernel(tree, toolchain), known);
            store.publishText(noted.written(), file(profile));
        }
    }

    private Notes notes(Profile profile) {
        return notes.computeIfAbsent(name(profile), name -> Notes.recall(file(profile), stamps(profile)));
    }

    private Path file(Profile profile) {
        return folder.resolve(name(profile));
    }

    /** Full configurations share the name of their profile. */
    private static String name(Profile profile) {
        return profile.fullConfiguration()
                .map(file -> profile.vmms().getFirst() + "-" + file.getFileName())
                .orElse(profile.name());
    }

    private static String kernel(SourceTree tree, Toolchain toolchain) {
        return tree.release() + " " + toolchain.target().id() + " "
                + tree.content().hex() + " " + tree.date() + " "
                + toolchain.identity().hex();
    }

    /** One line; taken before the fragments are read, so that a change in between is noticed by the next run. */
    private Optional<String> stamps(Profile profile) {
        if (builtIns.isEmpty()) {
            return Optional.empty();
        }
        try {
            var text = new StringBuilder(FileStamp.of(builtIns.get()));
            for (var fragment : profile.fragments()) {
                text.append('\t').append(stamp(fragment));
            }
            if (profile.fullConfiguration().isPresent()) {
                var file = profile.fullConfiguration().get();
                text.append('\t').append(file).append(' ').append(FileStamp.of(file));
            }
            for (var waiver : profile.waivers()) {
                text.append('\t').append(waiver.scope());
            }
            return Optional.of(text.toString());
        } catch (IOException e) {
            return Optional.empty(); // whoever reads that fragment says what is wrong with it
        }
    }

    private static String stamp(FragmentName fragment) throws IOException {
        return fragment instanceof FragmentName.InFile inFile
                ? inFile.file() + " " + FileStamp.of(inFile.file())
                : fragment.either(name -> name, Path::toString);
    }

    /** @param fragments the stamps under which all this holds; nothing if it must not be remembered */
    private record Notes(Optional<String> fragments, Map<String, Known> kernels) {

        static Notes recall(Path file, Optional<String> fragments) {
            var kernels = new TreeMap<String, Known>();
            if (fragments.isPresent() && Files.exists(file)) {
                try {
                    var lines = Files.readAllLines(file);
                    if (isAbout(fragments.get(), lines)) {
                        lines.subList(HEADER_LINES, lines.size()).forEach(line -> read(line, kernels));
                    }
                } catch (IOException | IllegalArgumentException e) {
                    kernels.clear(); // a memory that cannot be read is none
                }
            }
            return new Notes(fragments, kernels);
        }

        private static boolean isAbout(String fragments, List<String> lines) {
            return lines.size() > HEADER_LINES
                    && lines.getFirst().equals(FORM)
                    && lines.get(1).equals(fragments);
        }

        private static void read(String line, Map<String, Known> kernels) {
            var fields = line.split("\t", -1);
            if (fields.length != 3) {
                throw new IllegalArgumentException("Expected three fields but found '" + line + "'");
            }
            kernels.put(fields[0], new Known(new Digest(fields[1]).hex(), Digest.parse(fields[2])));
        }

        String written() {
            var text = new StringBuilder(FORM + "\n" + fragments.orElseThrow() + "\n");
            kernels.forEach((kernel, known) -> text.append(kernel)
                    .append('\t')
                    .append(known.configuration())
                    .append('\t')
                    .append(known.buildKey())
                    .append('\n'));
            return text.toString();
        }
    }
}
