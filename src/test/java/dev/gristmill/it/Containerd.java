package dev.gristmill.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A containerd with a folder of its own, stopped when closed; called as Flintlock calls it. Needs root. */
final class Containerd implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path folder;
    private final Process process;

    private Containerd(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static Containerd start(Path folder) throws Exception {
        Files.createDirectories(folder);
        var configuration = """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                [grpc]
                address = "%1$s/socket"
                """.formatted(folder);
        var file = Files.writeString(folder.resolve("config.toml"), configuration);
        var argv = List.of("containerd", "-c", file.toString());
        var process = Tool.start(folder, System.getenv(), folder.resolve("log"), folder.resolve("errors"), argv);
        var containerd = new Containerd(folder, process);
        var deadline = Instant.now().plus(LONGEST_START);
        while (containerd.ctr("version").status() != 0) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new AssertionError("containerd does not start\n" + Files.readString(folder.resolve("errors")));
            }
            Thread.sleep(50);
        }
        return containerd;
    }

    /** The folder of a snapshot of that image: what Flintlock hands to a VMM. */
    Path snapshot(String reference, String platform) throws Exception {
        var pulled = ctr(
                        "image",
                        "pull",
                        "--plain-http",
                        "--snapshotter",
                        "native",
                        "--platform",
                        platform,
                        "--print-chainid",
                        reference)
                .mustSucceed();
        var chain = pulled.lines()
                .filter(line -> line.contains("image chain ID: "))
                .map(line -> line.substring(line.indexOf("sha256:")).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(pulled));
        var key = platform.replace('/', '-') + "-" + Integer.toHexString(reference.hashCode());
        var mounts = ctr("snapshots", "--snapshotter", "native", "prepare", "--mounts", key, chain)
                .mustSucceed();
        int source = mounts.indexOf('/', mounts.indexOf("\"Source\""));
        return Path.of(mounts.substring(source, mounts.indexOf('"', source)));
    }

    private Tool.Run ctr(String... arguments) throws Exception {
        var argv = new String[arguments.length + 5];
        System.arraycopy(
                new String[] {"ctr", "-a", folder.resolve("socket").toString(), "-n", "flintlock"}, 0, argv, 0, 5);
        System.arraycopy(arguments, 0, argv, 5, arguments.length);
        return Tool.run(folder, argv);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
