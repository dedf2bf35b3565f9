package dev.gristmill.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of Debian trixie, from the mirror that this machine's APT is set up with, verified by Debian's keys and unpacked
 * into a folder: nothing is installed. Kept from one run to the next below {@code target}.
 */
final class TrixiePackage {
    private static final Path ROOT = Gristmill.CHECKOUT.resolve("target/trixie");
    private static final List<Path> KEYRINGS = List.of(
            Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
            Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

    private TrixiePackage() {}

    /** The program; skips the test and says why where the package cannot be had. */
    static synchronized Path program(String name) throws IOException, InterruptedException {
        var program = ROOT.resolve(name).resolve("usr/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            unpack(name);
        }
        return program;
    }

    private static void unpack(String name) throws IOException, InterruptedException {
        var work = Files.createDirectories(ROOT.resolve("apt"));
        for (var folder : List.of("state/lists/partial", "cache/archives/partial", "sources", "download")) {
            Files.createDirectories(work.resolve(folder));
        }
        var keyring = KEYRINGS.stream().filter(Files::exists).findFirst();
        require(keyring.isPresent(), name, "no keyring of Debian's archive: install debian-archive-keyring");
        var mirror = mirror(work);
        require(!mirror.isEmpty(), name, "this machine's APT knows no Debian mirror");
        Files.writeString(
                work.resolve("sources/trixie.sources"),
                "Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n"
                        .formatted(mirror, keyring.orElseThrow()));
        var update = apt(work, "apt-get", "update");
        require(update.status() == 0, name, "APT cannot read trixie's index\n" + update.errors());
        var download = apt(work.resolve("download"), work, "apt-get", "download", name);
        require(download.status() == 0, name, "APT cannot fetch it\n" + download.errors());
        try (var files = Files.newDirectoryStream(work.resolve("download"), name + "_*.deb")) {
            var unpacked = ROOT.resolve(name + ".new");
            Tool.run(work, "dpkg-deb", "--extract", files.iterator().next().toString(), unpacked.toString())
                    .mustSucceed();
            Files.move(unpacked, ROOT.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void require(boolean condition, String name, String why) {
        Assumptions.assumeTrue(condition, () -> "Debian trixie's package '" + name + "' cannot be had: " + why);
    }

    /** Where APT would fetch Debian's own index from; an empty text if nowhere. */
    private static String mirror(Path work) throws IOException, InterruptedException {
        return Tool.run(work, "apt-get", "update", "--print-uris")
                .output()
                .lines()
                .filter(line -> line.startsWith("'") && line.contains("/debian/dists/"))
                .map(line -> line.substring(1, line.indexOf("dists/")))
                .findFirst()
                .orElse("");
    }

    private static Tool.Run apt(Path work, String... argv) throws IOException, InterruptedException {
        return apt(work, work, argv);
    }

    private static Tool.Run apt(Path directory, Path work, String... argv) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(argv));
        all.addAll(
                1,
                List.of(
                        "-o",
                        "Dir::Etc::sourcelist=/dev/null",
                        "-o",
                        "Dir::Etc::sourceparts=" + work.resolve("sources"),
                        "-o",
                        "Dir::State=" + work.resolve("state"),
                        "-o",
                        "Dir::State::status=" + Files.writeString(work.resolve("status"), ""),
                        "-o",
                        "Dir::Cache=" + work.resolve("cache"),
                        "-o",
                        "Acquire::Languages=none",
                        "-o",
                        "APT::Sandbox::User=root"));
        return Tool.run(directory, all.toArray(String[]::new));
    }
}
