package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StationTest {
    @Test
    void letsStepsBeginInTheOrderOfTheirTicketsWhoeverComesFirst() throws Exception {
        var random = RandomGeneratorFactory.getDefault().create(17);
        for (int round = 0; round < 30; round++) {
            var station = new Station(1);
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            var steps = new ArrayList<>(IntStream.range(0, 8)
                    .mapToObj(i -> station.ticket())
                    .map(ticket -> (Callable<Boolean>) () -> station.pass(ticket, () -> order.add(ticket)))
                    .toList());
            Collections.shuffle(steps, random);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var one : threads.invokeAll(steps)) {
                    one.get();
                }
            }
            assertThat(order).isSorted().hasSize(8);
        }
    }

    @Test
    void isFreeAgainAfterAStepThatFailed() throws Exception {
        var station = new Station(1);
        int first = station.ticket();
        int second = station.ticket();
        try {
            station.pass(first, () -> {
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("no");
        }
        assertThat(station.<String>pass(second, () -> "done")).isEqualTo("done");
    }
}
