package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build that is stopped in the middle of compiling. */
class InterruptionIT {
    @TempDir
    static Path folder;

    private static final Path STORE_NAME = Path.of("store");

    private Process build;

    @AfterEach
    void endTheBuild() {
        if (build != null) {
            build.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void endsItsChildrenAndExitsWith130(String signal) throws Exception {
        startCompiling();
        Tool.run(folder, "sh", "-c", "kill -s " + signal + " " + build.pid()).mustSucceed();
        assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(build.exitValue()).isEqualTo(130);
        assertThat(compiling()).isEmpty();
        assertThat(onlyFolders(store().resolve("work"))).isEmpty();
        assertThat(onlyFolders(store().resolve("compiling")))
                .singleElement()
                .satisfies(left -> assertThat(left.resolve("ended")).exists());
        assertThat(folder.resolve("images")).doesNotExist();
        assertThat(errors()).contains("interrupted").doesNotContain("error:");
    }

    @Test
    void takesItsChildrenAlongWhenItIsKilledAndLetsTheNextRunGoOn() throws Exception {
        startCompiling();
        build.destroyForcibly().waitFor();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!compiling().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        assertThat(compiling()).isEmpty();
        var plan = Gristmill.run("--store", store().toString(), "plan", "--kernel", "5.10", "--profile", "tiny");
        assertThat(plan.status()).as(plan.errors()).isZero();
        startCompiling();
        assertThat(onlyFolders(store().resolve("work"))).hasSize(1);
    }

    private void startCompiling() throws Exception {
        build = Gristmill.start(
                folder.resolve("output"),
                folder.resolve("errors"),
                "--store",
                store().toString(),
                "build",
                "--kernel",
                "5.10",
                "--profile",
                "tiny",
                "--arch",
                "x86_64",
                "--output",
                folder.resolve("images").toString());
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!aCompilerRuns()) {
            assertThat(build.isAlive()).as(errors()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    /** Of the kernel: the compilers of its configuration, which runs before, do not count. */
    private static boolean aCompilerRuns() throws IOException {
        return processes().stream()
                .anyMatch(process -> process.line().contains("/cc1\0") && process.worksIn("compiling"));
    }

    /** The command lines of all processes that work in this test's store, shut in or not. */
    private static List<String> compiling() throws IOException {
        return processes().stream()
                .filter(process -> process.worksIn("compiling") || isIn(process.line(), "work"))
                .map(Worker::line)
                .toList();
    }

    private record Worker(String line, String mounts) {
        boolean worksIn(String name) {
            return isIn(line, name) || isIn(mounts, name);
        }
    }

    private static List<Worker> processes() throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            var found = new ArrayList<Worker>();
            for (var process : processes) {
                found.add(new Worker(read(process.resolve("cmdline")), read(process.resolve("mountinfo"))));
            }
            return found;
        }
    }

    /** In a table of mounts, paths begin at the root of their file system. */
    private static boolean isIn(String text, String name) {
        return text.contains(Path.of(folder.getFileName().toString(), STORE_NAME.toString(), name)
                .toString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // it is gone
        }
    }

    private static Path store() {
        return folder.resolve(STORE_NAME);
    }

    private static String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private static List<Path> onlyFolders(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}
