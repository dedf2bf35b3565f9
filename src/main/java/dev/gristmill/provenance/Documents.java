package dev.gristmill.provenance;

import dev.gristmill.model.Digest;
import java.util.Optional;

/** What both bills of materials say alike. */
final class Documents {
    static final String KERNEL_LICENSE = "GPL-2.0-only WITH Linux-syscall-note"; // COPYING in the source
    static final String NO_SOURCES =
            "The files that were compiled are not listed: the kernel was built before they were noted.";

    private Documents() {}

    /** Of the boot file; nothing for an image without one. */
    static Optional<Digest> bootFile(KernelImage image) {
        try {
            return image.says("sha256").map(Digest::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String toolchain(KernelImage image) {
        return "identity " + image.build().toolchain() + ", over every program that leaves a trace in a kernel";
    }
}
