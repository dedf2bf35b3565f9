package dev.gristmill.plan;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSharesTest {
    @TempDir
    Path folder;

    @Test
    void givesACompileThatCannotShareAllJobs() throws Exception {
        var shares = new JobShares(8, Optional.empty());
        try (var share = shares.take(shares.ticket(), true, 3)) {
            assertThat(share.jobs()).isEqualTo(Jobs.own(11));
        }
    }

    @Test
    void takesAJobForEachCompileAndLeavesTheOthersInThePipe() throws Exception {
        try (var shares = new JobShares(3, Optional.of(folder.resolve("jobs")));
                var first = shares.take(shares.ticket(), true, 0);
                var second = shares.take(shares.ticket(), true, 0)) {
            var server = first.jobs().shared().orElseThrow();
            assertThat(List.of(first.jobs(), second.jobs())).containsOnly(new Jobs(3, Optional.of(server)));
            server.take(); // the third
            assertThat(jobIsFree(server)).isFalse();
            first.close();
            assertThat(jobIsFree(server)).isTrue();
        }
    }

    @Test
    void takesInTheJobsOfOtherMachinesOnce() throws Exception {
        try (var shares = new JobShares(2, Optional.of(folder.resolve("jobs")))) {
            shares.take(shares.ticket(), true, 3).close();
            shares.take(shares.ticket(), true, 1).close();
            try (var share = shares.take(shares.ticket(), true, 3)) {
                assertThat(share.jobs().most()).isEqualTo(5);
                var server = share.jobs().shared().orElseThrow();
                for (int i = 0; i < 4; i++) {
                    server.take();
                }
                assertThat(jobIsFree(server)).isFalse();
            }
        }
    }

    @Test
    void neverRunsMoreThanTwoNorAnyBesideOneThatCannotShare() throws Exception {
        var random = RandomGeneratorFactory.getDefault().create(6);
        for (int round = 0; round < 50; round++) {
            int jobs = 2 + random.nextInt(5);
            int compiles = 1 + random.nextInt(6);
            var running = new AtomicInteger();
            List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
            try (var shares = new JobShares(jobs, Optional.of(folder.resolve("jobs" + round)));
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = IntStream.range(0, compiles)
                        .mapToObj(i -> shares.ticket())
                        .map(ticket -> {
                            boolean sharing = random.nextInt(4) > 0;
                            return (Callable<Boolean>) () -> {
                                try (var share = shares.take(ticket, sharing, 0)) {
                                    begun.add(ticket);
                                    int others = sharing ? running.getAndIncrement() : running.getAndAdd(2);
                                    boolean held = others + (sharing ? 1 : 2) <= 2
                                            && share.jobs().shared().isPresent() == sharing;
                                    Thread.sleep(1);
                                    running.addAndGet(sharing ? -1 : -2);
                                    return held;
                                }
                            };
                        })
                        .toList();
                for (var one : threads.invokeAll(all)) {
                    assertThat(one.get()).isTrue();
                }
            }
            assertThat(begun).hasSize(compiles);
        }
    }

    private static boolean jobIsFree(JobServer server) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taking = threads.submit(() -> {
                server.take();
                return true;
            });
            try {
                return taking.get(200, MILLISECONDS);
            } catch (TimeoutException e) {
                return !taking.cancel(true);
            }
        }
    }
}
