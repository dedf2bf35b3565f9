package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether KVM runs a guest on this host: found out once, by a boot. Safe for use by several threads. */
final class KvmProbe {
    static final Path DEVICE = Path.of("/dev/kvm");

    private final Path device;
    private @Nullable Optional<String> trouble;

    KvmProbe(Path device) {
        this.device = device;
    }

    /** A boot with KVM. */
    interface Trial {
        Observation boot() throws IOException, InterruptedException;
    }

    static boolean runs(Architecture architecture) {
        return Architecture.ofThisMachine().filter(architecture::equals).isPresent();
    }

    /** Why there is nothing to try, if there is not. */
    Optional<String> missing() {
        if (Files.isWritable(device)) {
            return Optional.empty();
        }
        return Optional.of(Files.exists(device) ? device + " may not be written to" : "there is no " + device);
    }

    /** Why KVM does not work, if it does not; boots at the first call only. */
    synchronized Optional<String> trouble(Trial trial) throws IOException, InterruptedException {
        if (trouble == null) {
            var missing = missing();
            trouble = missing.isPresent() ? missing : seen(trial.boot());
        }
        return trouble;
    }

    private static Optional<String> seen(Observation seen) {
        if (!seen.first().isEmpty()) {
            return Optional.empty();
        }
        var said = String.join("\n", seen.emulator());
        return Optional.of("KVM does not run a guest here: " + (said.isEmpty() ? "QEMU's was not heard of" : said));
    }
}
