package dev.gristmill.toolchain;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Whether this machine lets us shut programs in, and what to do where it does not. */
public final class SandboxCheck {
    private static final String OR_HOST =
            "or set 'builder: host' in the catalogue, to compile with what this machine has";

    private static final String NO_PROC = "Can't mount proc";

    private SandboxCheck() {}

    /**
     * What a machine says about itself that decides whether user namespaces may be had.
     *
     * @param appArmorRestricts {@code kernel.apparmor_restrict_unprivileged_userns} is 1
     * @param switchedOff {@code kernel.unprivileged_userns_clone} or {@code user.max_user_namespaces} is 0
     * @param inContainer a container engine left its mark
     */
    record Machine(boolean appArmorRestricts, boolean switchedOff, boolean inContainer) {
        static Machine read(Path root) {
            var sys = root.resolve("proc/sys");
            return new Machine(
                    says(sys.resolve("kernel/apparmor_restrict_unprivileged_userns"), "1"),
                    says(sys.resolve("kernel/unprivileged_userns_clone"), "0")
                            || says(sys.resolve("user/max_user_namespaces"), "0"),
                    Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv")));
        }

        private static boolean says(Path file, String value) {
            try {
                return Files.readString(file).strip().equals(value);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** @throws StepException if programs of that toolchain cannot be shut in here */
    public static void require(Toolchain toolchain) throws InterruptedException {
        var root = toolchain.root();
        if (root.isPresent()) {
            var problem = problem(root.get());
            if (problem.isPresent()) {
                throw new StepException(problem.get());
            }
        }
    }

    /** Why programs cannot be shut in here, if they cannot; needs no builder. */
    public static Optional<Problem> ofThisMachine() throws InterruptedException {
        return problem(Path.of("/"));
    }

    private static Optional<Problem> problem(Path root) throws InterruptedException {
        if (Children.which(Sandbox.PROGRAM).isEmpty()) {
            return Optional.of(Problem.of("there is no " + Sandbox.PROGRAM + ", which shuts the compile in")
                    .remedy("apt-get install bubblewrap, or 'gristmill doctor --install'; " + OR_HOST));
        }
        try {
            var probe = new Sandbox(root, List.of()).command(List.of("true"), Path.of("/"), new TreeMap<>());
            var outcome = Children.collect(probe);
            return outcome.succeeded()
                    ? Optional.empty()
                    : Optional.of(explain(String.join("\n", outcome.output()), Machine.read(Path.of("/"))));
        } catch (IOException e) {
            throw new StepException(Problem.of("the compile cannot be shut in").found(e), e);
        }
    }

    /** @param said what bubblewrap printed */
    static Problem explain(String said, Machine machine) {
        var problem = Problem.of("this system does not let bubblewrap shut the compile in")
                .found(said);
        // A container hides parts of /proc, and who may not see them may not mount another one.
        if (machine.inContainer() || said.contains(NO_PROC)) {
            return problem.with("cause", "this is a container that may not hold another one")
                    .remedy("docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
                            + " --security-opt systempaths=unconfined ...;"
                            + " podman run --security-opt unmask=ALL ...; LXC: security.nesting=true; "
                            + OR_HOST);
        }
        if (machine.appArmorRestricts()) {
            return problem.with(
                            "cause",
                            "AppArmor keeps ordinary users from user namespaces"
                                    + " (kernel.apparmor_restrict_unprivileged_userns=1), as Ubuntu has it since 23.10")
                    .remedy("allow it to bubblewrap: put 'abi <abi/4.0>, include <tunables/global>"
                            + " profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }' into /etc/apparmor.d/bwrap"
                            + " and run 'apparmor_parser -r /etc/apparmor.d/bwrap' as root; or run as root; "
                            + OR_HOST);
        }
        if (machine.switchedOff()) {
            return problem.with("cause", "user namespaces are switched off")
                    .remedy("as root: sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000;"
                            + " or run as root; " + OR_HOST);
        }
        return problem.remedy(
                "run as root, or on a machine where 'bwrap --unshare-all --ro-bind / / true' works; " + OR_HOST);
    }
}
