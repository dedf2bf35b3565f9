package dev.gristmill.builder;

import dev.gristmill.catalogue.PinnedPackage;
import dev.gristmill.store.Folders;
import dev.gristmill.toolchain.BuilderRoots;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes a toolchain of unpacked packages: what the machine or the moment left in it goes, and what no compile reads; of
 * the documentation the licenses stay.
 */
final class Trimming {
    private static final Set<String> KEPT = Set.of("usr", "etc");

    /** What APT, dpkg and mmdebstrap write, and what they copy from the machine. */
    private static final List<String> OF_THE_MACHINE = List.of(
            "etc/alternatives",
            "etc/apt",
            "etc/dpkg",
            "etc/fstab",
            "etc/hostname",
            "etc/machine-id",
            "etc/resolv.conf");

    private static final List<String> UNREAD = List.of(
            "usr/games",
            "usr/local",
            "usr/share/bash-completion",
            "usr/share/bug",
            "usr/share/doc-base",
            "usr/share/info",
            "usr/share/lintian",
            "usr/share/locale",
            "usr/share/man",
            "usr/share/menu",
            "usr/src");

    private static final String DOCUMENTATION = "usr/share/doc";
    private static final String LICENSE = "copyright";

    private Trimming() {}

    /** @param description one line for people, of what is in it */
    static void run(Path root, String description, List<PinnedPackage> packages) throws IOException {
        try (var entries = Files.newDirectoryStream(root)) {
            for (var entry : entries) {
                if (!Files.isSymbolicLink(entry)
                        && !KEPT.contains(entry.getFileName().toString())) {
                    Folders.delete(entry);
                }
            }
        }
        for (var place : OF_THE_MACHINE) {
            Folders.delete(root.resolve(place));
        }
        for (var place : UNREAD) {
            Folders.delete(root.resolve(place));
        }
        keepLicenses(root.resolve(DOCUMENTATION));
        // What maintainer scripts would have linked; no other of their links is needed to compile.
        link(root.resolve("usr/bin/awk"), "mawk");
        var lines = new ArrayList<String>();
        lines.add(description);
        packages.forEach(one -> lines.add(one.toString()));
        Files.write(root.resolve(BuilderRoots.CONTENTS), lines);
    }

    private static void link(Path link, String target) throws IOException {
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, Path.of(target));
        }
    }

    private static void keepLicenses(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean link = attributes.isSymbolicLink() && folder.equals(file.getParent());
                if (!link && !file.getFileName().toString().equals(LICENSE)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
