package dev.gristmill.kconfig;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The fragments on the class path. */
final class BuiltIns {
    static final String SUFFIX = ".config";

    private static final String FOLDER = "fragments/";

    private BuiltIns() {}

    /** The jar they are in; nothing where they are files in folders, as while Gristmill is developed. */
    static Optional<Path> jar() {
        var classPath = System.getProperty("java.class.path", "");
        return classPath.endsWith(".jar") && classPath.indexOf(File.pathSeparatorChar) < 0
                ? Optional.of(Path.of(classPath))
                : Optional.empty();
    }

    /** Null where there is none of that name. */
    static @Nullable InputStream open(String name) {
        boolean plain = !name.isEmpty() && name.chars().allMatch(c -> Option.isNamePart(c) || c == '-');
        return plain ? BuiltIns.class.getResourceAsStream(FOLDER + name + SUFFIX) : null;
    }

    /** Sorted. Opens the jar once more, so it is meant for messages. */
    static List<String> names() {
        return names(jar().orElseGet(BuiltIns::place));
    }

    /** Of a class that comes from the launcher's cache the JDK does not know it. */
    private static Path place() {
        try {
            return Path.of(BuiltIns.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path is made of files", e);
        }
    }

    /** Those in a jar or a folder of the class path. */
    static List<String> names(Path place) {
        var resources = BuiltIns.class.getPackageName().replace('.', '/') + "/" + FOLDER;
        try {
            return Files.isDirectory(place) ? inFolder(place.resolve(resources)) : inJar(place.toFile(), resources);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> inFolder(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return names(files.map(file -> file.getFileName().toString()));
        }
    }

    private static List<String> inJar(File jar, String resources) throws IOException {
        try (var zip = new ZipFile(jar)) {
            return names(zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(resources))
                    .map(name -> name.substring(resources.length())));
        }
    }

    private static List<String> names(Stream<String> files) {
        return files.filter(file -> file.endsWith(SUFFIX))
                .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                .sorted()
                .toList();
    }
}
