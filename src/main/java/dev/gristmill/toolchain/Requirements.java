package dev.gristmill.toolchain;

import static dev.gristmill.toolchain.Requirement.file;
import static dev.gristmill.toolchain.Requirement.program;

import dev.gristmill.model.Architecture;
import dev.gristmill.toolchain.Requirement.AnyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What Gristmill needs of a machine, as data. Programs that Debian calls essential are not listed. */
public final class Requirements {
    private static final List<Requirement> FETCHING = List.of(
            program("gpgv", "gpgv", "checks the signature of the source"),
            new Requirement(
                    new AnyFile(List.of(
                            Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
                            Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"))),
                    "debian-archive-keyring",
                    "the keys that sign Debian's archive"),
            program("patch", "patch", "applies the patches of a profile"),
            program("tar", "tar", "unpacks the source"),
            program("xz", "xz-utils", "unpacks the source"));

    private static final Requirement CHILDREN =
            program("setsid", "util-linux", "keeps programs from outliving Gristmill");

    private static final List<Requirement> COMPILING = List.of(
            CHILDREN,
            program("unshare", "util-linux", "keeps the compile off the network"),
            program("make", "make", "runs the kernel's build"),
            program("gcc", "gcc", "compiles the tools the kernel's build uses"),
            file("/usr/include/stdio.h", "libc6-dev", "compiles the tools the kernel's build uses"),
            file("/usr/include/libelf.h", "libelf-dev", "objtool, which checks x86_64 code"),
            file("/usr/include/openssl/ssl.h", "libssl-dev", "certificates and module signatures"),
            program("flex", "flex", "the parsers of kconfig and dtc"),
            program("bison", "bison", "the parsers of kconfig and dtc"),
            program("bc", "bc", "the kernel's time constants"),
            program("perl", "perl", "generates assembly code of crypto algorithms"),
            program("depmod", "kmod", "writes the index of the modules"));

    private static final Requirement SHUTTING_IN = program("bwrap", "bubblewrap", "shuts the compile in a builder");

    private static final Requirement CREATING = program("mmdebstrap", "mmdebstrap", "makes a builder");

    private static final Requirement MENU =
            file("/usr/include/ncurses.h", "libncurses-dev", "draws the menu of 'config menu'");

    private static final Requirement COMPILE_HOSTS = program("distcc", "distcc", "has other machines compile");

    private static final List<Requirement> TESTING = List.of(
            MENU,
            SHUTTING_IN,
            CREATING,
            program("ccache", "ccache", "keeps objects for the next compile"),
            COMPILE_HOSTS,
            program("script", "bsdutils", "makes a terminal for the menu"),
            program("busybox", "busybox-static", "what 'boot --shell' opens a shell of"),
            program("skopeo", "skopeo", "reads the images as others will"),
            program("umoci", "umoci", "unpacks the images as others will"),
            program("docker-registry", "docker-registry", "what images are pushed to"),
            program("containerd", "containerd", "pulls the images as Flintlock has it do"),
            program("htpasswd", "apache2-utils", "the users of the registry in the tests"),
            program("openssl", "openssl", "the certificates of the registry in the tests"),
            program("buildah", "buildah", "what packing and pushing is measured against"),
            program("qemu-aarch64-static", "qemu-user-static", "what cross-compiling is measured against"),
            program("readelf", "binutils", "reads boot files as others will"),
            program("ps", "procps", "looks for children that were left behind"),
            program("python3", "python3-minimal", "runs the measurements"),
            program("curl", "curl", "what fetching is measured against"),
            program("gpg", "gnupg", "signs what the tests serve"),
            program("git", "git", "the repositories that the tests take sources from"),
            program("ip", "iproute2", "networks of their own for the machines of the tests"),
            program("node", "nodejs", "runs what judges workflows and jobs"),
            program("npm", "npm", "fetches what judges workflows and jobs"));

    private Requirements() {}

    /** For building kernels of those architectures on this machine. */
    public static List<Requirement> forBuilding(Collection<Architecture> targets) {
        var all = new ArrayList<>(FETCHING);
        all.addAll(COMPILING);
        targets.stream().distinct().flatMap(Requirements::compilerFor).forEach(all::add);
        return List.copyOf(all);
    }

    /**
     * For building kernels with builders, which bring their compilers.
     *
     * @param create whether a builder is made here
     */
    public static List<Requirement> forBuilders(boolean create) {
        var all = new ArrayList<>(FETCHING);
        all.add(CHILDREN);
        all.add(SHUTTING_IN);
        if (create) {
            all.add(CREATING);
        }
        return List.copyOf(all);
    }

    /** For booting kernels of those architectures, over and above building. */
    public static List<Requirement> forBooting(Collection<Architecture> targets) {
        var all = new ArrayList<Requirement>();
        targets.stream().distinct().map(Requirements::emulatorFor).forEach(all::add);
        all.add(program("mke2fs", "e2fsprogs", "makes disks for booted kernels"));
        all.add(program("mksquashfs", "squashfs-tools", "makes disks for booted kernels"));
        return List.copyOf(all);
    }

    /** For the key {@code distcc} of a catalogue, over and above building. */
    public static Requirement forCompileHosts() {
        return COMPILE_HOSTS;
    }

    /** For {@code config menu}, over and above building. */
    public static Requirement forMenu() {
        return MENU;
    }

    /** For the project's own tests, which use this machine's toolchain and builders. */
    public static List<Requirement> forTests() {
        var all = new ArrayList<>(forBuilding(List.of(Architecture.values())));
        all.addAll(TESTING);
        all.addAll(forBooting(List.of(Architecture.values())));
        return List.copyOf(all);
    }

    private static Requirement emulatorFor(Architecture target) {
        return switch (target) {
            case X86_64 -> program("qemu-system-x86_64", "qemu-system-x86", "boots x86_64 kernels");
            case ARM64 -> program("qemu-system-aarch64", "qemu-system-arm", "boots arm64 kernels");
        };
    }

    private static Stream<Requirement> compilerFor(Architecture target) {
        if (Architecture.ofThisMachine().filter(target::equals).isPresent()) {
            return Stream.of(
                    program("gcc", "gcc", "compiles " + target + " kernels"),
                    program("ld", "binutils", "links " + target + " kernels"));
        }
        var triplet = target.gnuTriplet();
        var suffix = triplet.replace('_', '-');
        return Stream.of(
                program(triplet + "-gcc", "gcc-" + suffix, "compiles " + target + " kernels"),
                program(triplet + "-ld", "binutils-" + suffix, "links " + target + " kernels"));
    }
}
