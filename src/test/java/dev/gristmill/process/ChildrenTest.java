package dev.gristmill.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildrenTest {
    @TempDir
    Path folder;

    @Test
    void givesTheLinesOfBothStreamsInTheirOrder() throws Exception {
        var lines = new ArrayList<String>();
        int status = Children.run(shell("echo one; echo two >&2; echo three; printf four"), lines::add);
        assertThat(status).isZero();
        assertThat(lines).containsExactly("one", "two", "three", "four");
    }

    @Test
    void keepsTheStreamsApartWhereAsked() throws Exception {
        var lines = new ArrayList<String>();
        var errors = new ArrayList<String>();
        int status = Children.run(shell("echo data; echo trouble >&2; echo more"), lines::add, errors::add);
        assertThat(status).isZero();
        assertThat(lines).containsExactly("data", "more");
        assertThat(errors).containsExactly("trouble");
    }

    @Test
    void losesNoLineOfALongOutput() throws Exception {
        var lines = new ArrayList<String>();
        Children.run(shell("seq 1 20000"), lines::add);
        assertThat(lines)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20000)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void givesTheExitStatus() throws Exception {
        assertThat(Children.collect(shell("exit 7")).status()).isEqualTo(7);
        assertThat(Children.collect(shell("kill -KILL $$")).status()).isEqualTo(128 + 9);
    }

    @Test
    void namesAProgramThatIsNotThere() throws Exception {
        var outcome = Children.collect(Command.of(folder, "no-such-program"));
        assertThat(outcome.status()).isEqualTo(127);
        assertThat(outcome.output()).singleElement().asString().contains("no-such-program");
    }

    @Test
    void cutsALineThatDoesNotEnd() throws Exception {
        var outcome = Children.collect(shell("head -c 100000 /dev/zero | tr '\\0' x; echo; echo next"));
        assertThat(outcome.output()).hasSize(2);
        assertThat(outcome.output().getFirst()).hasSize(LineReader.LONGEST_LINE);
        assertThat(outcome.output().getLast()).isEqualTo("next");
    }

    @Test
    void passesNothingOnButWhatTheCommandSays() throws Exception {
        var command = new Command(List.of("env"), folder, Command.plainEnvironment()).with(Map.of("NAME", "va l$ue"));
        var names = Children.collect(command).output().stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name)); // the shell's own
        assertThat(names).containsExactlyInAnyOrder("PATH", "LC_ALL", "TZ", "HOME", "NAME");
        assertThat(Children.collect(command).output()).contains("NAME=va l$ue");
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        var outcome = Children.collect(Command.of(folder, "printf", "%s\n", "a b", "$HOME", "'", "*"));
        assertThat(outcome.output()).containsExactly("a b", "$HOME", "'", "*");
    }

    @Test
    void makesFilesThatOthersMayRead() throws Exception {
        Children.collect(shell("touch made"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("made")))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "GROUP_READ", "OTHERS_READ");
    }

    @Test
    void failsWithWhatTheConsumerThrew() {
        assertThatThrownBy(() -> Children.run(shell("echo x; sleep 1000"), line -> {
                    throw new IllegalArgumentException("not this");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not this");
    }

    @Test
    void letsAStoppedProgramCleanUp() throws Exception {
        var process = Children.start(
                shell("touch half; trap 'rm half; echo cleaned > result; exit 1' TERM; echo ready; sleep 1000 & wait"));
        awaitLine(process);
        Children.stop(process);
        assertThat(folder.resolve("half")).doesNotExist();
        assertThat(folder.resolve("result")).hasContent("cleaned");
    }

    @Test
    void killsAProgramThatWillNotStopAndAllItStarted() throws Exception {
        var process = Children.start(
                shell("trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > grandchild; echo ready; sleep 1000; :' ; :"));
        awaitLine(process);
        Children.stop(process);
        assertThat(process.isAlive()).isFalse();
        awaitGone(pidIn("grandchild"));
    }

    @Test
    void endsWhatAFinishedProgramLeftBehind() throws Exception {
        Children.collect(shell("sleep 1000 >/dev/null 2>&1 & echo $! > left; echo done"));
        awaitGone(pidIn("left"));
    }

    @Test
    void endsTheProgramOfAnInterruptedThread() throws Exception {
        var started = new CountDownLatch(1);
        var seen = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                Children.run(shell("echo $$ > child; echo ready; sleep 1000"), line -> started.countDown());
            } catch (IOException | InterruptedException e) {
                seen.set(e);
            }
        });
        started.await();
        thread.interrupt();
        thread.join();
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        awaitGone(pidIn("child"));
    }

    @Test
    void stopsEveryProgramAtOnce() throws Exception {
        var first = Children.start(shell("echo ready; sleep 1000"));
        var second = Children.start(shell("echo ready; sleep 1000"));
        awaitLine(first);
        awaitLine(second);
        Children.stopAll();
        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void noChildOutlivesAKilledProcess() throws Exception {
        var child = folder.resolve("child");
        var owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildOwner.class.getName(),
                        "trap '' TERM; sleep 1000 & echo $! > " + child + ".new; mv " + child + ".new " + child
                                + "; wait; sleep 1000")
                .inheritIO()
                .start();
        try {
            while (!Files.exists(child)) {
                assertThat(owner.isAlive()).isTrue();
                Thread.sleep(20);
            }
        } finally {
            owner.destroyForcibly().waitFor();
        }
        awaitGone(pidIn("child"));
    }

    @Test
    void findsProgramsOnTheSearchPathOnly() {
        assertThat(Children.which("sh")).isPresent();
        assertThat(Children.which("no-such-program")).isEmpty();
    }

    private Command shell(String script) {
        return Command.of(folder, "sh", "-c", script);
    }

    private long pidIn(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    private static void awaitLine(Process process) throws Exception {
        assertThat(CompletableFuture.supplyAsync(
                                () -> process.inputReader().lines().findFirst())
                        .get())
                .isPresent();
    }

    /** The test's own time-out bounds the wait. */
    private static void awaitGone(long pid) throws Exception {
        while (isRunning(pid)) {
            Thread.sleep(20);
        }
        assertThat(isRunning(pid)).isFalse();
    }

    private static boolean isRunning(long pid) throws IOException {
        var stat = Path.of("/proc/" + pid + "/stat");
        try {
            var text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
