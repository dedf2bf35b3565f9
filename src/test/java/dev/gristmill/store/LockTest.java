package dev.gristmill.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    @TempDir
    private Path folder;

    private Path ours;
    private Path theirs;
    private Process other;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void holdOneElsewhere() throws Exception {
        ours = folder.resolve("ours");
        theirs = folder.resolve("theirs");
        var argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockUser.class.getName(),
                theirs.toString(),
                ours.toString()));
        other = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("held");
    }

    @AfterEach
    void end() throws Exception {
        other.destroyForcibly().waitFor();
    }

    @Test
    void twoProcessesMayEachHoldOneAndWaitForTheOthers() throws Exception {
        Thread waiting;
        try (var _ = Lock.acquire(ours)) {
            waiting = waitingForTheirs(() -> {});
            goOn();
            assertThat(other.waitFor(500, TimeUnit.MILLISECONDS))
                    .as("waits for ours")
                    .isFalse();
        }
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
        assertThat(failure).hasNullValue();
    }

    @Test
    void whoeverWaitsIsInterruptedAtOnce() throws Exception {
        var interrupted = new CountDownLatch(1);
        var waiting = waitingForTheirs(interrupted::countDown);
        Thread.sleep(200);
        Thread.ofPlatform().daemon().start(waiting::interrupt);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.isAlive()).isTrue();
        goOn();
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Lock.acquire(theirs).close();
    }

    private Thread waitingForTheirs(Runnable interrupted) {
        return Thread.startVirtualThread(() -> {
            try {
                Lock.acquire(theirs).close();
            } catch (InterruptedException e) {
                interrupted.run();
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
    }

    private void goOn() throws IOException {
        other.outputWriter().write("go on\n");
        other.outputWriter().flush();
    }
}
