package dev.gristmill.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Which modules a guest inserts: those that need the most others, with what they need before them. Drivers of devices
 * are left out, since they may refuse where there is none.
 */
final class ModuleChoice {
    private static final List<String> SOFTWARE = List.of("kernel/fs/", "kernel/net/", "kernel/lib/", "kernel/crypto/");
    private static final int CHAINS = 4;
    private static final int MOST_MODULES = 32;
    private static final long LARGEST_INDEX = 16L << 20;

    private ModuleChoice() {}

    /**
     * Reads {@code modules.dep} of that folder.
     *
     * @return paths relative to the folder, in an order in which they can be inserted; empty if it names none
     * @see <a href="https://man7.org/linux/man-pages/man5/modules.dep.5.html">modules.dep(5)</a>
     */
    static List<String> from(Path modulesDep) throws IOException {
        if (Files.size(modulesDep) > LARGEST_INDEX) {
            throw new IOException(modulesDep + " is larger than " + LARGEST_INDEX + " bytes");
        }
        return from(Files.readAllLines(modulesDep, StandardCharsets.UTF_8));
    }

    static List<String> from(List<String> lines) {
        var needs = new TreeMap<String, List<String>>();
        for (var line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                needs.put(line.substring(0, colon), words(line.substring(colon + 1)));
            }
        }
        var deepest = needs.entrySet().stream()
                .filter(module -> SOFTWARE.stream().anyMatch(module.getKey()::startsWith))
                .sorted(Comparator.<Map.Entry<String, List<String>>>comparingInt(
                                module -> -module.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(CHAINS)
                .toList();
        var chosen = new LinkedHashSet<String>();
        for (var module : deepest) {
            addChain(module.getKey(), module.getValue(), chosen);
        }
        return List.copyOf(chosen);
    }

    /** depmod lists what must be inserted last first. */
    private static void addChain(String module, List<String> needed, SequencedSet<String> chosen) {
        if (chosen.size() + needed.size() < MOST_MODULES) {
            chosen.addAll(needed.reversed());
            chosen.add(module);
        }
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (var word : text.strip().split(" +")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
