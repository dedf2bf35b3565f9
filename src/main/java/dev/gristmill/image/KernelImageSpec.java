package dev.gristmill.image;

import dev.gristmill.contract.Violation;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A kernel to pack.
 *
 * @param profile the name of its profile
 * @param vmms whose contracts it is to meet; the images are published under a name for each
 * @param labels further labels and annotations; they may replace those of {@code org.opencontainers.image}, and not
 *     ours
 * @param violations the labels of what it breaks in the contracts of its VMMs, with leave
 */
public record KernelImageSpec(
        BuiltKernel kernel, String profile, Set<Vmm> vmms, SortedMap<String, String> labels, List<String> violations) {

    public KernelImageSpec {
        vmms = Collections.unmodifiableSet(EnumSet.copyOf(vmms));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        violations = List.copyOf(violations);
        if (!isTagText(kernel.kernelRelease())) {
            // Users mount modules at /lib/modules/$(uname -r) and pull by the same text; it must serve as both.
            throw new StepException(Problem.of("the kernel release cannot be an image tag")
                    .expected("letters, digits, '_', '.' and '-', at most 128, starting with a letter or digit")
                    .found(kernel.kernelRelease())
                    .remedy("drop what EXTRAVERSION or CONFIG_LOCALVERSION adds"));
        }
        if (!isTagText(profile)) {
            throw new InvalidInputException(Problem.of("the name of a profile becomes part of an image tag")
                    .expected("letters, digits, '_', '.' and '-'")
                    .found(profile));
        }
        for (var key : labels.keySet()) {
            if (key.startsWith(Metadata.OURS)) {
                throw new InvalidInputException(Problem.of("a label belongs to Gristmill and cannot be set")
                        .where(key)
                        .expected("a label that does not start with " + Metadata.OURS));
            }
        }
    }

    public static KernelImageSpec of(BuiltKernel kernel, String profile, Set<Vmm> vmms) {
        return new KernelImageSpec(kernel, profile, vmms, new TreeMap<>(), List.of());
    }

    /** The same, whose images tell in what it breaks the contracts of its VMMs. */
    public KernelImageSpec violating(List<Violation> known) {
        return labelled(known.stream().map(Violation::label).toList());
    }

    /** {@link #violating}, by the labels that an image of it has. */
    public KernelImageSpec labelled(List<String> known) {
        return new KernelImageSpec(kernel, profile, vmms, labels, known);
    }

    /** For metadata: {@code firecracker:CONFIG_VIRTIO_MMIO}, sorted, a blank between two. */
    String violationText() {
        return violations.stream().sorted().collect(Collectors.joining(" "));
    }

    private static boolean isTagText(String text) {
        return text.length() <= 128
                && text.chars().allMatch(c -> isTagCharacter(c) || c == '.' || c == '-')
                && !text.isEmpty()
                && isTagCharacter(text.charAt(0));
    }

    private static boolean isTagCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
