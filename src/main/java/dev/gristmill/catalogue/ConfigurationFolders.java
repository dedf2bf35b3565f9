package dev.gristmill.catalogue;

import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds full configurations: {@code kernel/<vmm>/configs/*.config} beside a catalogue. */
final class ConfigurationFolders {
    private static final String KERNEL = "kernel";
    private static final String CONFIGS = "configs";

    private final Consumer<Problem> problems;

    ConfigurationFolders(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Sorted by folder and name.
     *
     * @param folder the catalogue's
     * @param profiles names that a file cannot claim for itself
     */
    List<ConfigurationFile> find(Path folder, Set<String> profiles) {
        var found = new ArrayList<ConfigurationFile>();
        for (var each : entries(folder.resolve(KERNEL))) {
            var configs = each.resolve(CONFIGS);
            if (Files.isDirectory(configs)) {
                var vmm = Vmm.named(each.getFileName().toString());
                vmm.ifPresentOrElse(v -> read(configs, v, profiles, found), () -> unknown(each));
            }
        }
        return found;
    }

    private void read(Path configs, Vmm vmm, Set<String> profiles, List<ConfigurationFile> found) {
        for (var file : entries(configs)) {
            var name = file.getFileName().toString();
            if (name.endsWith(ConfigurationFileName.SUFFIX) && !name.startsWith(".")) {
                new ConfigurationFileName(file, vmm, problems).read(profiles).ifPresent(found::add);
            }
        }
    }

    private void unknown(Path folder) {
        var names = Arrays.stream(Vmm.values()).map(Vmm::id).toList();
        var name = folder.getFileName().toString();
        var problem = Problem.of("there is no VMM '" + name + "' to configure kernels for")
                .where(folder.resolve(CONFIGS))
                .expected(KERNEL + "/" + String.join("/" + CONFIGS + " or " + KERNEL + "/", names) + "/" + CONFIGS);
        problems.accept(Nearest.to(name, names)
                .map(near -> problem.remedy("did you mean '" + near + "'?"))
                .orElse(problem));
    }

    /** Sorted; none where there is no such folder. */
    private List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            problems.accept(
                    Problem.of("the folder cannot be read").where(folder).found(e));
        }
        Collections.sort(entries);
        return entries;
    }
}
