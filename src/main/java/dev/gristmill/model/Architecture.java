package dev.gristmill.model;

import java.util.Arrays;
import java.util.Optional;

/** A machine architecture that kernels are built for, with its name in each of the field's vocabularies. */
public enum Architecture {
    X86_64("x86_64", "amd64", "x86_64-linux-gnu"),
    ARM64("arm64", "arm64", "aarch64-linux-gnu");

    private final String id;
    private final String ociName;
    private final String gnuTriplet;

    Architecture(String id, String ociName, String gnuTriplet) {
        this.id = id;
        this.ociName = ociName;
        this.gnuTriplet = gnuTriplet;
    }

    /** The kernel's name for it, as given to {@code make ARCH=}, and ours: {@code x86_64}, {@code arm64}. */
    public String id() {
        return id;
    }

    /** The {@code platform.architecture} of the OCI image specification: {@code amd64}, {@code arm64}. */
    public String ociName() {
        return ociName;
    }

    /** The GNU triplet that prefixes a cross toolchain's programs, without the trailing dash. */
    public String gnuTriplet() {
        return gnuTriplet;
    }

    /** The architecture of that kernel or OCI name, or nothing. */
    public static Optional<Architecture> named(String name) {
        return Arrays.stream(values())
                .filter(a -> a.id.equals(name) || a.ociName.equals(name))
                .findFirst();
    }

    /** The architecture of this machine, or nothing where it is neither of the two. */
    public static Optional<Architecture> ofThisMachine() {
        return named(System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch"));
    }

    @Override
    public String toString() {
        return id;
    }
}
