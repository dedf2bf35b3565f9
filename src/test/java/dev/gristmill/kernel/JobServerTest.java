package dev.gristmill.kernel;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobServerTest {
    @ParameterizedTest
    @CsvSource({
        "GNU Make 4.2.1, false",
        "GNU Make 4.3, true",
        "GNU Make 4.4.1, true",
        "GNU Make 4.10, true",
        "GNU Make 5.0, true",
        "GNU Make 3.99, false",
        "bmake 20200710, false",
        "GNU Make four, false"
    })
    void isForGnuMakeSince43(String version, boolean expected) {
        assertThat(JobServer.isFor(version)).isEqualTo(expected);
    }

    @Test
    void givesEachJobToOne(@TempDir Path folder) throws Exception {
        try (var server = JobServer.open(folder.resolve("jobs"), 2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.take();
            server.take();
            var third = threads.submit(() -> {
                server.take();
                return true;
            });
            assertThatThrownBy(() -> third.get(100, MILLISECONDS)).isInstanceOf(TimeoutException.class);
            server.give(1);
            assertThat(third.get(10, SECONDS)).isTrue();
        }
    }

    @Test
    void leavesWhoeverWaitsForAJobInterruptible(@TempDir Path folder) throws Exception {
        try (var server = JobServer.open(folder.resolve("jobs"), 0)) {
            var interrupted = new CompletableFuture<Boolean>();
            var waiting = Thread.ofVirtual().start(() -> {
                try {
                    server.take();
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            Thread.sleep(100);
            waiting.interrupt();
            assertThat(interrupted.get(10, SECONDS)).isTrue();
            server.give(1);
            server.take();
        }
    }
}
