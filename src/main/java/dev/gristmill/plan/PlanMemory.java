package dev.gristmill.plan;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.store.FileStamp;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
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
    private static final String FORM = "gristmill plan 2";
    private static final int HEADER_LINES = 2;
    private static final String MET = "met";

    /**
     * A kernel whose configuration was resolved.
     *
     * @param configuration the key of its entry in the store
     * @param date of the source then
     * @param contracts whether it is known to meet the contracts of all its VMMs
     */
    record Known(Digest configuration, Digest buildKey, Instant date, boolean contracts) {}

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

    Optional<Known> recall(Profile profile, SourceIdentity source, Toolchain toolchain) {
        return Optional.ofNullable(notes(profile).kernels.get(kernel(source, toolchain)))
                .filter(known -> Files.isDirectory(
                        store.configurations().resolve(known.configuration().hex())));
    }

    void remember(Profile profile, SourceIdentity source, Toolchain toolchain, Known known) {
        var noted = notes(profile);
        if (noted.fragments.isPresent()) {
            noted.kernels.put(kernel(source, toolchain), known);
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

    private static String kernel(SourceIdentity source, Toolchain toolchain) {
        return source.release() + " " + toolchain.target().id() + " "
                + source.content().hex() + " " + toolchain.identity().hex();
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
            text.append('\t').append(profile.vmms()).append(' ').append(profile.full());
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
                } catch (IOException | IllegalArgumentException | DateTimeException e) {
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
            if (fields.length != 5) {
                throw new IllegalArgumentException("Expected five fields but found '" + line + "'");
            }
            kernels.put(
                    fields[0],
                    new Known(
                            new Digest(fields[1]),
                            Digest.parse(fields[2]),
                            Instant.parse(fields[3]),
                            fields[4].equals(MET)));
        }

        String written() {
            var text = new StringBuilder(FORM + "\n" + fragments.orElseThrow() + "\n");
            kernels.forEach((kernel, known) -> text.append(kernel)
                    .append('\t')
                    .append(known.configuration().hex())
                    .append('\t')
                    .append(known.buildKey())
                    .append('\t')
                    .append(known.date())
                    .append('\t')
                    .append(known.contracts() ? MET : "unknown")
                    .append('\n'));
            return text.toString();
        }
    }
}
