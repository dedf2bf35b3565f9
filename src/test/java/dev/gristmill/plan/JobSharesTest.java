package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSharesTest {
    @Test
    void givesASingleCompileAllJobs() throws Exception {
        try (var share = new JobShares(8, 1, Optional.empty()).take()) {
            assertThat(share.jobs()).isEqualTo(Jobs.own(8));
        }
    }

    @Test
    void givesTwoCompilesHalfEach() throws Exception {
        var shares = new JobShares(5, 2, Optional.empty());
        try (var first = shares.take();
                var second = shares.take()) {
            assertThat(first.jobs()).isEqualTo(Jobs.own(3));
            assertThat(second.jobs()).isEqualTo(Jobs.own(2));
        }
    }

    @Test
    void givesTheLastCompileAllJobsIfNoOtherRuns() throws Exception {
        var shares = new JobShares(4, 2, Optional.empty());
        shares.take().close();
        try (var last = shares.take()) {
            assertThat(last.jobs()).isEqualTo(Jobs.own(4));
        }
    }

    @Test
    void leavesToTheServerWhatMakesDoNotHaveOfTheirOwn(@TempDir Path folder) throws Exception {
        var server = JobServer.open(folder.resolve("jobs"));
        try (var shares = new JobShares(5, 3, Optional.of(server));
                var pipe = new RandomAccessFile(folder.resolve("jobs/pipe").toFile(), "rw")) {
            var first = shares.take();
            var second = shares.take();
            assertThat(first.jobs()).isEqualTo(new Jobs(5, Optional.of(server)));
            assertThat(pipe.read(new byte[10])).isEqualTo(3);
            first.close();
            var third = shares.take();
            second.close();
            third.close();
            assertThat(pipe.read(new byte[10])).as("of the two that ended last").isEqualTo(2);
        }
    }

    @Test
    void neverGivesMoreThanThereIsNorToMoreThanTwo() throws Exception {
        var random = RandomGeneratorFactory.getDefault().create(6);
        for (int round = 0; round < 50; round++) {
            int jobs = 1 + random.nextInt(6);
            int compiles = 1 + random.nextInt(6);
            var shares = new JobShares(jobs, compiles, Optional.empty());
            var used = new AtomicInteger();
            var running = new AtomicInteger();
            Callable<Boolean> compile = () -> {
                try (var share = shares.take()) {
                    int most = share.jobs().most();
                    boolean held = most > 0 && used.addAndGet(most) <= jobs && running.incrementAndGet() <= 2;
                    Thread.yield();
                    running.decrementAndGet();
                    used.addAndGet(-most);
                    return held;
                }
            };
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = IntStream.range(0, compiles).mapToObj(i -> compile).toList();
                for (var one : threads.invokeAll(all)) {
                    assertThat(one.get()).isTrue();
                }
            }
        }
    }
}
