package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobSharesTest {
    @Test
    void givesASingleCompileAllJobs() throws Exception {
        try (var share = new JobShares(8, 1).take()) {
            assertThat(share.jobs()).isEqualTo(8);
        }
    }

    @Test
    void givesTwoCompilesHalfEach() throws Exception {
        var shares = new JobShares(5, 2);
        try (var first = shares.take();
                var second = shares.take()) {
            assertThat(first.jobs()).isEqualTo(3);
            assertThat(second.jobs()).isEqualTo(2);
        }
    }

    @Test
    void givesTheLastCompileAllJobsIfNoOtherRuns() throws Exception {
        var shares = new JobShares(4, 2);
        shares.take().close();
        try (var last = shares.take()) {
            assertThat(last.jobs()).isEqualTo(4);
        }
    }

    @Test
    void neverGivesMoreThanThereIsNorToMoreThanTwo() throws Exception {
        var random = RandomGeneratorFactory.getDefault().create(6);
        for (int round = 0; round < 50; round++) {
            int jobs = 1 + random.nextInt(6);
            int compiles = 1 + random.nextInt(6);
            var shares = new JobShares(jobs, compiles);
            var used = new AtomicInteger();
            var running = new AtomicInteger();
            Callable<Boolean> compile = () -> {
                try (var share = shares.take()) {
                    boolean held =
                            share.jobs() > 0 && used.addAndGet(share.jobs()) <= jobs && running.incrementAndGet() <= 2;
                    Thread.yield();
                    running.decrementAndGet();
                    used.addAndGet(-share.jobs());
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
