package dev.gristmill.boot;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the disks with file systems that guests mount, by the tools that make them everywhere. */
final class FileSystemDisks {
    private static final long SMALL = 4L << 20;

    private final Path folder;

    /** @param folder where they are made; it exists */
    FileSystemDisks(Path folder) {
        this.folder = folder;
    }

    /** An ext4 disk with a file {@code token}. */
    Path ext4(String token) throws IOException, InterruptedException {
        return ext4(content(token), folder.resolve("ext4.img"), SMALL);
    }

    /** A squashfs disk with a file {@code token}. */
    Path squashfs(String token) throws IOException, InterruptedException {
        var image = folder.resolve("squashfs.img");
        run(List.of("mksquashfs", content(token).toString(), image.toString(), "-quiet", "-no-progress", "-noappend"));
        return image;
    }

    /** An ext4 disk with that folder's content at its top. */
    Path modules(Path content) throws IOException, InterruptedException {
        long size = 0;
        try (var files = Files.walk(content)) {
            for (var file : (Iterable<Path>) files::iterator) {
                size += 4096 + (Files.isRegularFile(file) ? Files.size(file) : 0);
            }
        }
        return ext4(content, folder.resolve("modules.img"), size + size / 4 + 2 * SMALL);
    }

    private Path content(String token) throws IOException {
        var content = Files.createDirectories(folder.resolve("content"));
        Files.writeString(content.resolve("token"), token);
        return content;
    }

    private Path ext4(Path content, Path image, long size) throws IOException, InterruptedException {
        run(List.of(
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-m",
                "0",
                "-d",
                content.toString(),
                image.toString(),
                size / 1024 + "k"));
        return image;
    }

    private void run(List<String> argv) throws IOException, InterruptedException {
        var program = argv.getFirst();
        if (Children.which(program).isEmpty()) {
            throw new StepException(Problem.of("a disk for the guest cannot be made")
                    .expected(program + " in " + Command.path())
                    .remedy("gristmill doctor --boot --install"));
        }
        var command = Command.of(folder, new ArrayList<>(argv).toArray(String[]::new));
        var outcome = Children.collect(command);
        if (!outcome.succeeded()) {
            throw new StepException(Problem.of("a disk for the guest cannot be made")
                    .where(command)
                    .found("status " + outcome.status() + "\n" + String.join("\n", outcome.output())));
        }
    }
}
