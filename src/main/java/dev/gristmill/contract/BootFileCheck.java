package dev.gristmill.contract;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the loaders of Firecracker and Cloud Hypervisor demand of the file they boot: on x86_64 a stripped ELF
 * {@code vmlinux} with a PVH entry, on arm64 an uncompressed {@code Image}. Firecracker would boot an ELF file without
 * the note and Cloud Hypervisor takes an arm64 file without the magic for firmware, silently; neither is let through.
 */
public final class BootFileCheck {
    private static final long LARGEST_IN_MEMORY = 1L << 30;
    private static final long ARM64_ALIGNMENT = 2L << 20;

    private BootFileCheck() {}

    /** Everything that keeps the file from being booted on that architecture; nothing if it is fit. */
    public static List<Problem> problems(Path file, Architecture architecture) {
        try {
            return problems(file, Files.size(file), BootFileReader.read(file), architecture);
        } catch (MalformedFileException e) {
            return List.of(e.problem());
        } catch (IOException e) {
            return List.of(unreadable(file, e));
        }
    }

    /**
     * What the file's headers say.
     *
     * @throws StepException with every problem, if it is not fit: a kernel that breaks its contract is never packed
     */
    public static BootFile ensure(Path file, Architecture architecture) {
        try {
            var found = BootFileReader.read(file);
            var problems = problems(file, Files.size(file), found, architecture);
            if (!problems.isEmpty()) {
                throw new StepException(problems, null);
            }
            return found;
        } catch (MalformedFileException e) {
            throw new StepException(e.problem(), e);
        } catch (IOException e) {
            throw new StepException(unreadable(file, e), e);
        }
    }

    private static List<Problem> problems(Path file, long size, BootFile found, Architecture architecture) {
        return switch (architecture) {
            case X86_64 ->
                switch (found) {
                    case ElfFile elf -> elfProblems(file, elf);
                    case Arm64Image image -> List.of(otherFormat(file, architecture, "an arm64 Image"));
                    case OtherFile other -> List.of(otherFormat(file, architecture, other.format()));
                };
            case ARM64 ->
                switch (found) {
                    case Arm64Image image -> imageProblems(file, size, image);
                    case ElfFile elf -> List.of(otherFormat(file, architecture, "an ELF file"));
                    case OtherFile other -> List.of(otherFormat(file, architecture, other.format()));
                };
        };
    }

    private static List<Problem> elfProblems(Path file, ElfFile elf) {
        var problems = new ArrayList<Problem>();
        if (elf.type() != ElfFile.EXEC) {
            problems.add(unfit(file, "is of the wrong ELF type", "an executable, EXEC (2)", elf.type()));
        }
        if (elf.machine() != ElfFile.X86_64) {
            problems.add(unfit(file, "is for another machine", "x86_64 (62)", elf.machine()));
        }
        if (elf.loads().isEmpty()) {
            problems.add(unfit(file, "has nothing to load", "LOAD segments", "none"));
        }
        pvhProblem(file, elf).ifPresent(problems::add);
        if (!elf.leftovers().isEmpty()) {
            problems.add(unfit(file, "is not stripped", "no symbol table, no debug information", elf.leftovers())
                    .remedy("objcopy --strip-all"));
        }
        return problems;
    }

    private static Optional<Problem> pvhProblem(Path file, ElfFile elf) {
        if (elf.pvhEntry().isEmpty()) {
            return Optional.of(unfit(file, "has no PVH entry", "a Xen note of type 0x12 (PHYS32_ENTRY)", "none")
                    .remedy("set CONFIG_PVH=y"));
        }
        long entry = elf.pvhEntry().getAsLong();
        if (elf.loads().stream().noneMatch(load -> load.contains(entry))) {
            return Optional.of(unfit(
                    file, "has its PVH entry outside of what is loaded", elf.loads(), "0x" + Long.toHexString(entry)));
        }
        return Optional.empty();
    }

    private static List<Problem> imageProblems(Path file, long size, Arm64Image image) {
        var problems = new ArrayList<Problem>();
        if (image.bigEndian()) {
            problems.add(unfit(file, "runs big endian", "a little-endian kernel", "the big-endian flag"));
        }
        if (image.textOffset() < 0 || image.textOffset() >= ARM64_ALIGNMENT) {
            problems.add(
                    unfit(file, "has a wrong text offset", "below 2 MiB", Long.toUnsignedString(image.textOffset())));
        }
        if (image.imageSize() < size || image.imageSize() > LARGEST_IN_MEMORY) {
            problems.add(unfit(
                    file,
                    "has a wrong image size",
                    "from the file's " + size + " bytes to 1 GiB",
                    Long.toUnsignedString(image.imageSize())));
        }
        return problems;
    }

    private static Problem otherFormat(Path file, Architecture architecture, String found) {
        return switch (architecture) {
            case X86_64 -> unfit(file, "has the wrong format", "an uncompressed ELF vmlinux", found);
            case ARM64 ->
                unfit(file, "has the wrong format", "an uncompressed arm64 Image, with 'ARM\\x64' at 0x38", found);
        };
    }

    private static Problem unfit(Path file, String what, Object expected, Object found) {
        return Problem.of("the boot file " + what)
                .where(file)
                .expected(expected)
                .found(found);
    }

    private static Problem unreadable(Path file, IOException cause) {
        return Problem.of("the boot file cannot be read").where(file).found(cause);
    }
}
