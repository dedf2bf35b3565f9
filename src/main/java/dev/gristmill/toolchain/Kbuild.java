package dev.gristmill.toolchain;

import java.util.List;

/** The variables that every make of one kernel must be given alike; another value makes it resolve anew. */
public final class Kbuild {
    private Kbuild() {}

    /**
     * Arguments for {@code make}.
     *
     * @param btf whether the kernel carries BTF, which needs {@code pahole}
     */
    public static List<String> variables(Toolchain toolchain, boolean btf) {
        var architecture = "ARCH=" + toolchain.target().id();
        var compiler = "CROSS_COMPILE=" + toolchain.prefix();
        // Kconfig asks these programs for their versions; whether a machine has them must not change a configuration.
        return btf
                ? List.of(architecture, compiler, "RUSTC=false")
                : List.of(architecture, compiler, "RUSTC=false", "PAHOLE=false");
    }
}
