package dev.gristmill.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixCodeTest {
    @Test
    void isCompleteAndKeepsTheLimit() {
        for (int seed = 0; seed < 200; seed++) {
            var frequencies = frequencies(new Random(seed), 286);
            for (int longest : new int[] {9, 11, 15}) {
                var code = PrefixCode.of(frequencies, longest);
                int sum = 0;
                for (int symbol = 0; symbol < frequencies.length; symbol++) {
                    int length = code.lengths()[symbol];
                    assertThat(length).isLessThanOrEqualTo(longest);
                    assertThat(frequencies[symbol] == 0 || length > 0).isTrue();
                    sum += length == 0 ? 0 : 1 << longest - length;
                }
                assertThat(sum).as("seed %d, limit %d", seed, longest).isEqualTo(1 << longest);
            }
        }
    }

    @Test
    void isAsShortAsHuffmansWhereTheLimitDoesNotMatter() {
        for (int seed = 0; seed < 200; seed++) {
            var frequencies = frequencies(new Random(seed), 30);
            if (IntStream.of(frequencies).filter(f -> f > 0).count() >= 2) {
                assertThat(PrefixCode.of(frequencies, 29).cost(frequencies)).isEqualTo(huffmanCost(frequencies));
            }
        }
    }

    @Test
    void limitsTheLongestCodesAtTheLeastCost() {

        var fibonacci = new int[] {1, 1, 2, 3, 5, 8, 13, 21};
        assertThat(PrefixCode.of(fibonacci, 7).lengths()).containsExactly(7, 7, 6, 5, 4, 3, 2, 1);
        assertThat(PrefixCode.of(fibonacci, 3).lengths()).containsOnly(3);
        assertThat(PrefixCode.of(fibonacci, 4).cost(fibonacci)).isEqualTo(cheapest(fibonacci, 4));
        assertThat(PrefixCode.of(fibonacci, 5).cost(fibonacci)).isEqualTo(cheapest(fibonacci, 5));
    }

    @Test
    void hasTwoCodesAtLeast() {
        assertThat(PrefixCode.of(new int[] {0, 0, 0}, 15).lengths()).containsExactly(1, 1, 0);
        assertThat(PrefixCode.of(new int[] {9, 0, 0}, 15).lengths()).containsExactly(1, 1, 0);
        assertThat(PrefixCode.of(new int[] {0, 0, 9}, 15).lengths()).containsExactly(1, 0, 1);
    }

    private static int[] frequencies(Random random, int symbols) {
        var frequencies = new int[symbols];
        for (int i = 0; i < symbols; i++) {
            frequencies[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(1 << random.nextInt(14));
        }
        return frequencies;
    }

    private static long huffmanCost(int[] frequencies) {
        var queue = new PriorityQueue<Long>(Comparator.naturalOrder());
        IntStream.of(frequencies).filter(f -> f > 0).forEach(f -> queue.add((long) f));
        long cost = 0;
        while (queue.size() > 1) {
            long both = queue.remove() + queue.remove();
            cost += both;
            queue.add(both);
        }
        return cost;
    }

    /** Tries every way to give sorted frequencies falling lengths that make a complete code. */
    private static long cheapest(int[] sorted, int longest) {
        return cheapest(sorted, sorted.length - 1, 1, longest, 1 << longest);
    }

    private static long cheapest(int[] sorted, int symbol, int shortest, int longest, int left) {
        if (symbol < 0) {
            return left == 0 ? 0 : Integer.MAX_VALUE;
        }
        long best = Integer.MAX_VALUE;
        for (int length = shortest; length <= longest; length++) {
            int taken = 1 << longest - length;
            if (taken <= left) {
                best = Math.min(
                        best,
                        (long) sorted[symbol] * length + cheapest(sorted, symbol - 1, length, longest, left - taken));
            }
        }
        return best;
    }
}
