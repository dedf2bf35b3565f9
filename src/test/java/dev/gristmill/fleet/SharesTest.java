package dev.gristmill.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.plan.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {
    @TempDir
    Path folder;

    private List<Unit> units;

    @BeforeEach
    void readCatalogue() throws IOException {
        var kernels = new StringBuilder("kernels:\n");
        for (int release = 1; release <= 12; release++) {
            kernels.append("  - {version: 6.1.").append(release).append(", profiles: [microvm, tiny]}\n");
        }
        units = Fleet.units(folder, kernels.toString());
        assertThat(units).hasSize(48);
    }

    @Test
    void giveEachUnitToOneShard() {
        for (int count = 1; count <= 60; count++) {
            var shares = new Shares(units, count);
            var given = new ArrayList<Unit>();
            for (int number = 1; number <= count; number++) {
                var shard = new Shard(number, count);
                var share = shares.of(shard);
                assertThat(share)
                        .allSatisfy(unit -> assertThat(shares.owing(unit)).isEqualTo(shard));
                given.addAll(share);
            }
            assertThat(given).containsExactlyInAnyOrderElementsOf(units);
        }
    }

    @Test
    void areTheSameWhateverTheOrderInWhichUnitsAreNamed() {
        var shuffled = new ArrayList<>(units);
        Collections.shuffle(shuffled, new Random(7));
        var shares = new Shares(units, 5);
        var others = new Shares(shuffled, 5);
        assertThat(units).allSatisfy(unit -> assertThat(others.owing(unit)).isEqualTo(shares.owing(unit)));
    }

    @Test
    void areAboutEqual() {
        int largest = units.stream().mapToInt(ExpectedWork::of).max().orElseThrow() + ExpectedWork.OF_A_SOURCE;
        for (int count = 2; count <= 24; count++) {
            var shares = new Shares(units, count);
            var loads = new ArrayList<Integer>();
            for (int number = 1; number <= count; number++) {
                loads.add(load(shares.of(new Shard(number, count))));
            }
            assertThat(Collections.max(loads) - Collections.min(loads))
                    .as("%d shards", count)
                    .isLessThanOrEqualTo(largest);
        }
    }

    private static int load(List<Unit> share) {
        long sources = share.stream().map(Unit::release).distinct().count();
        return share.stream().mapToInt(ExpectedWork::of).sum() + (int) sources * ExpectedWork.OF_A_SOURCE;
    }
}
