package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels whose files two real distccd compile, each on a machine of its own. */
class DistccIT {
    private static final String COMPILER = "aarch64-linux-gnu-gcc";

    @TempDir
    Path folder;

    private Networks networks;
    private String catalogue;
    private final List<Daemon> daemons = new ArrayList<>();

    /** @param name with its port */
    private record Daemon(Process process, String name, Path log) {
        long compiled() throws Exception {
            try (var lines = Files.lines(log)) {
                return lines.filter(line -> line.contains("COMPILE_OK")).count();
            }
        }

        /** With those that it has started. */
        void kill() throws Exception {
            Tool.run(Path.of("/"), "sh", "-c", "kill -s KILL -- -" + process.pid());
            process.waitFor();
        }
    }

    @BeforeEach
    void makeNetworks() throws Exception {
        networks = Networks.create();
        catalogue = Files.readString(MakeBelieveKernel.compiledCatalogue(folder));
        openToOthers();
    }

    @AfterEach
    void endEverything() throws Exception {
        for (var daemon : daemons) {
            daemon.kill();
        }
        networks.close();
    }

    @Test
    void othersCompileAndTheImagesAreTheSame() throws Exception {
        var alone = built("alone", "").images();
        var first = daemon("/usr/bin");
        var second = daemon("/usr/bin");
        var shared = built("shared", "distcc: [%s/4, %s/4]\n".formatted(first.name(), second.name()));
        assertThat(shared.images()).isEqualTo(alone);
        assertThat(shared.errors()).doesNotContain("warning");
        assertThat(first.compiled()).as("more than the probe").isGreaterThan(3);
        assertThat(second.compiled()).as("more than the probe").isGreaterThan(3);
        assertThat(first.compiled() + second.compiled())
                .as("most files; this machine takes what is left over")
                .isBetween(12L, 20 + 2L);
    }

    @Test
    void aMachineThatIsLostInBetweenCostsNothingButTime() throws Exception {
        var alone = built("alone", "").images();
        var first = daemon("/usr/bin");
        var second = daemon("/usr/bin");
        var argv = words("shared", "distcc: [%s/2, %s/2]\n".formatted(first.name(), second.name()));
        var build = Gristmill.start(folder.resolve("output"), folder.resolve("errors"), argv);
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (second.compiled() < 3) {
                assertThat(build.isAlive())
                        .as(Files.readString(folder.resolve("errors")))
                        .isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(5);
            }
            second.kill();
            assertThat(build.waitFor())
                    .as(Files.readString(folder.resolve("errors")))
                    .isZero();
        } finally {
            build.destroyForcibly();
        }
        assertThat(index("shared")).isEqualTo(alone);
        assertThat(second.compiled()).isLessThan(20);
    }

    @Test
    void whoeverMakesOtherCodeOrDoesNotAnswerIsLeftOutByName() throws Exception {
        var alone = built("alone", "").images();
        var other = Files.createDirectories(folder.resolve("other"));
        var wrapper = Files.writeString(
                other.resolve(COMPILER), "#!/bin/sh\nexec /usr/bin/" + COMPILER + " -fno-inline \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true, false)).isTrue();
        var good = daemon("/usr/bin");
        var wrong = daemon(other + ":/usr/bin");
        var nobody = networks.address() + ":" + freePort();
        var run = built("shared", "distcc: [%s, %s, %s]\n".formatted(wrong.name(), nobody, good.name()));
        assertThat(run.images()).isEqualTo(alone);
        assertThat(run.errors())
                .contains("warning: " + wrong.name() + " does not compile", "its compiler makes other code")
                .contains("warning: " + nobody + " does not compile")
                .doesNotContain("warning: " + good.name());
        assertThat(wrong.compiled()).as("the probe").isEqualTo(1);
        assertThat(good.compiled()).isGreaterThan(10);
    }

    @Test
    void aBuilderHasNoOtherMachines() throws Exception {
        var run = Gristmill.run(words("refused", "builder: local\ndistcc: [build1.example/8]\n"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("what a builder compiles reaches no other machine", "builder: host");
    }

    private record Built(String images, String errors) {}

    private Built built(String name, String keys) throws Exception {
        var run = Gristmill.run(words(name, keys));
        run.mustSucceed();
        return new Built(index(name), run.errors());
    }

    private String index(String name) throws Exception {
        return Files.readString(folder.resolve(name).resolve("images/index.json"));
    }

    private String[] words(String name, String keys) throws Exception {
        var own = folder.resolve(name);
        var file = Files.writeString(folder.resolve(name + ".yaml"), catalogue + keys);
        return new String[] {
            "--catalogue",
            file.toString(),
            "--store",
            own.resolve("store").toString(),
            "build",
            "--output",
            own.resolve("images").toString()
        };
    }

    /** @param path where it looks for compilers */
    private Daemon daemon(String path) throws Exception {
        var argv = new ArrayList<>(List.of("setsid"));
        argv.addAll(networks.machine());
        var address = networks.addressOfLast();
        var port = freePort();
        var log = folder.resolve("distccd-" + daemons.size() + ".log");
        argv.addAll(List.of("distccd", "--no-detach", "--daemon", "--enable-tcp-insecure", "--log-level", "info"));
        argv.addAll(List.of("--log-file", log.toString(), "--listen", address, "--port", port, "--jobs", "4"));
        argv.addAll(List.of("--allow", "10.231.0.0/16", "--allow", "127.0.0.1", "--user", "nobody"));
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("PATH", path + ":/usr/sbin:/bin");
        environment.remove("TMPDIR");
        Files.createFile(log);
        assertThat(log.toFile().setWritable(true, false)).isTrue();
        var said = folder.resolve("said");
        var daemon = new Daemon(Tool.start(folder, environment, said, said, argv), address + ":" + port, log);
        daemons.add(daemon);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.readString(log).contains("listening")) {
            assertThat(daemon.process().isAlive()).as(Files.readString(said)).isTrue();
            assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(deadline);
            Thread.sleep(20);
        }
        return daemon;
    }

    /** A distccd that root starts goes on as somebody else. */
    private void openToOthers() {
        for (var path = folder; !path.equals(Path.of("/tmp")) && path.getParent() != null; path = path.getParent()) {
            path.toFile().setExecutable(true, false);
            path.toFile().setReadable(true, false);
        }
    }

    private static String freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
