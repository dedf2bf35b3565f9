package dev.gristmill.source.apt;

import dev.gristmill.source.http.Proxies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What this machine's APT is set up with.
 *
 * @param archives in the order of the configuration, each once
 * @param complaints what could not be read of it
 * @param checkValidUntil false where the machine says that old indexes are fine
 */
public record AptConfiguration(
        List<Archive> archives, List<String> complaints, boolean checkValidUntil, Proxies proxies) {
    private static final Path ETC = Path.of("etc", "apt");

    public AptConfiguration {
        archives = List.copyOf(archives);
        complaints = List.copyOf(complaints);
    }

    public static AptConfiguration ofThisMachine() {
        return read(Path.of("/"), System.getenv());
    }

    /** @param root the folder that stands for {@code /} */
    public static AptConfiguration read(Path root, Map<String, String> environment) {
        var etc = root.resolve(ETC);
        var entries = new SourceEntries(root);
        var unreadable = new ArrayList<String>();
        for (var file : withMain(
                etc.resolve("sources.list"),
                etc.resolve("sources.list.d"),
                name -> name.endsWith(".list") || name.endsWith(".sources"))) {
            var text = text(file, unreadable);
            if (file.toString().endsWith(".sources")) {
                entries.deb822(file, text);
            } else {
                entries.oneLine(file, text);
            }
        }
        var parts = new ArrayList<String>();
        for (var file : files(etc.resolve("apt.conf.d"), name -> !name.contains(".") || name.endsWith(".conf"))) {
            parts.add(text(file, unreadable));
        }
        if (Files.exists(etc.resolve("apt.conf"))) {
            parts.add(text(etc.resolve("apt.conf"), unreadable));
        }
        var options = AptOptions.parse(parts);
        unreadable.addAll(entries.complaints());
        return new AptConfiguration(
                entries.archives(),
                unreadable,
                !options.isOff("acquire::check-valid-until"),
                new Proxies(options.values(), environment));
    }

    private static List<Path> withMain(Path main, Path folder, Predicate<String> wanted) {
        var all = new ArrayList<Path>();
        if (Files.exists(main)) {
            all.add(main);
        }
        all.addAll(files(folder, wanted));
        return all;
    }

    private static List<Path> files(Path folder, Predicate<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var list = Files.list(folder)) {
            return list.filter(file -> Files.isRegularFile(file))
                    .filter(file -> wanted.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String text(Path file, List<String> unreadable) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            unreadable.add(file + ": cannot be read: " + e.getMessage());
            return "";
        }
    }
}
