package dev.gristmill.image;

import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What each kind of image holds. The boot file is a regular file, and everything that people are known to ask a VMM
 * for is a relative link to it: Flintlock joins a file name to the folder of a snapshot that it does not mount.
 */
final class Contents {
    /** Where the boot file is, on every architecture: one machine template serves them all. */
    static final String BOOT_FILE = "boot/vmlinux";

    private static final String SYMBOLS = "usr/lib/debug/";

    private Contents() {}

    /**
     * Symbols where gdb, perf, crash and systemtap look for them once the image is unpacked at the root.
     */
    static FileTree of(BuiltKernel kernel, KernelSymbols symbols) throws IOException {
        var release = kernel.kernelRelease();
        var tree = new FileTree.Builder()
                .file("boot/System.map-" + release, symbols.systemMap())
                .file(SYMBOLS + "boot/vmlinux-" + release, symbols.vmlinux())
                .link(SYMBOLS + modulesFolder(kernel) + "/vmlinux", "../../../boot/vmlinux-" + release);
        if (symbols.modules().isPresent()) {
            var folder = symbols.modules().get();
            try (var files = Files.walk(folder)) {
                for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    tree.file(SYMBOLS + modulesFolder(kernel) + "/" + folder.relativize(file), file);
                }
            }
        }
        return tree.build();
    }

    static FileTree of(ImageKind kind, BuiltKernel kernel) throws IOException {
        var tree = new FileTree.Builder();
        if (kind.boots()) {
            addBootFiles(tree, kernel);
        }
        if (kind != ImageKind.BIN && kernel.modules().isPresent()) {
            addModules(tree, kernel, kernel.modules().get());
        }
        return tree.build();
    }

    /** Where modules belong in a running system, without the leading slash. */
    static String modulesFolder(BuiltKernel kernel) {
        return "lib/modules/" + kernel.kernelRelease();
    }

    private static void addBootFiles(FileTree.Builder tree, BuiltKernel kernel) throws IOException {
        tree.file(BOOT_FILE, kernel.bootFile())
                .link("boot/image", "vmlinux")
                .link("boot/vmlinux.bin", "vmlinux")
                .link("bin/vmlinux", "../boot/vmlinux")
                .link("bin/image", "../boot/vmlinux")
                .link("bin/vmlinux.bin", "../boot/vmlinux")
                .file("boot/config-" + kernel.kernelRelease(), kernel.config())
                // Ignite wants the folder, and modprobe in a guest is quiet where it is.
                .folder(modulesFolder(kernel));
    }

    /**
     * The folder, and a link at the top for each of its entries: Flintlock mounts this image <em>at</em>
     * {@code /lib/modules/<release>}, where modprobe then finds them too.
     */
    private static void addModules(FileTree.Builder tree, BuiltKernel kernel, Path modules) throws IOException {
        var folder = modulesFolder(kernel);
        Files.walkFileTree(modules, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (leadsToSources(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                tree.folder(place(path));
                linkFromTop(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (leadsToSources(path)) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isSymbolicLink()) {
                    tree.link(place(path), Files.readSymbolicLink(path).toString());
                } else if (attributes.isRegularFile()) {
                    tree.file(place(path), path);
                } else {
                    throw new StepException(
                            Problem.of("a modules folder holds something that is no file, folder or link")
                                    .where(path));
                }
                linkFromTop(path);
                return FileVisitResult.CONTINUE;
            }

            private String place(Path path) {
                return path.equals(modules) ? folder : folder + "/" + modules.relativize(path);
            }

            private boolean leadsToSources(Path path) {
                return modules.equals(path.getParent()) && (path.endsWith("build") || path.endsWith("source"));
            }

            private void linkFromTop(Path path) {
                if (modules.equals(path.getParent())) {
                    var name = path.getFileName().toString();
                    tree.link(name, folder + "/" + name);
                }
            }
        });
    }
}
