package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments of compiling, packing and pushing: the next run always succeeds, with the same digests. More
 * rounds with {@code -Dgristmill.rounds=100}.
 */
class KilledIT {
    private static final int ROUNDS = Integer.getInteger("gristmill.rounds", 8);

    @TempDir
    Path folder;

    private Path catalogue;

    @Test
    void buildsAndPushesGoOnToTheSameDigests() throws Exception {
        catalogue = MakeBelieveKernel.catalogue(folder);
        var random = new Random(9);
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            long began = System.nanoTime();
            var images = round("whole", registry.host(), 0, 0);
            int longest = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 2;
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(round(
                                "round-" + i,
                                registry.host(),
                                1 + random.nextInt(longest),
                                1 + random.nextInt(longest)))
                        .isEqualTo(images);
            }
        }
    }

    /**
     * Builds into a store and a layout of its own and pushes to a name of its own, each killed first where there is a time.
     *
     * @return what the layout says, and what the registry serves
     */
    private String round(String name, String host, int buildMillis, int pushMillis) throws Exception {
        var layout = folder.resolve(name).resolve("images").toString();
        var build = words(name, "build", "--output", layout);
        kill(buildMillis, build);
        Gristmill.run(build).mustSucceed();
        var push = words(name, "push", "--layout", layout, "--registry", host + "/" + name);
        kill(pushMillis, push);
        Gristmill.run(push).mustSucceed();
        assertThat(Gristmill.run(words(name, "store", "verify")).mustSucceed()).isNotEmpty();
        var image = "docker://" + host + "/" + name + "/firecracker-kernel-bin:5.10.1-bare";
        return Files.readString(Path.of(layout, "index.json"))
                + Tool.run(folder, "skopeo", "inspect", "--raw", "--tls-verify=false", image)
                        .mustSucceed();
    }

    private String[] words(String name, String... words) {
        var argv = new String[words.length + 4];
        argv[0] = "--catalogue";
        argv[1] = catalogue.toString();
        argv[2] = "--store";
        argv[3] = folder.resolve(name).resolve("store").toString();
        System.arraycopy(words, 0, argv, 4, words.length);
        return argv;
    }

    private void kill(int millis, String... words) throws Exception {
        if (millis > 0) {
            var output = folder.resolve("killed.txt");
            var process = Gristmill.start(output, output, words);
            if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
