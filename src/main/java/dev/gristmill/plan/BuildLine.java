package dev.gristmill.plan;

import dev.gristmill.registry.Parallel;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/**
 * The stations that groups of kernels pass one after the other: prepared, compiled, packed, followed up. While one is
 * packed the next one compiles, and a third is fetched.
 */
final class BuildLine<T> {
    private final Preparation preparation;
    private final Compiling compiling;
    private final ImageWriter images;
    private final BuildRun.Following<T> following;
    private final Station preparing = new Station(1);
    private final Station packing = new Station(1);

    BuildLine(Preparation preparation, Compiling compiling, ImageWriter images, BuildRun.Following<T> following) {
        this.preparation = preparation;
        this.compiling = compiling;
        this.images = images;
        this.following = following;
    }

    private record Entering(int ticket, Group group) {}

    private record Prepared(WantedKernel kernel, OptionalInt ticket) {}

    /** What came of each group, in their order. The first failure ends all the rest. */
    List<T> run(List<Group> groups) throws InterruptedException {
        var unprepared = new CountDownLatch(groups.size());
        var entering = groups.stream()
                .map(group -> new Entering(preparing.ticket(), group))
                .toList();
        return Parallel.mapAll(entering, one -> {
            var prepared =
                    preparing.pass(one.ticket(), () -> prepared(one.group().kernels()));
            unprepared.countDown();
            var finished = Parallel.mapAll(prepared, kernel -> compiling.finish(kernel.kernel(), kernel.ticket()));
            // Any of the others may turn out to be wrong until then, and wrong input writes nothing.
            unprepared.await();
            return published(one.group(), finished);
        });
    }

    /** With tickets drawn here, kernels compile in the order of the catalogue. */
    private List<Prepared> prepared(List<FoundKernel> group) throws InterruptedException {
        return preparation.of(group).stream()
                .map(kernel -> new Prepared(kernel, compiling.ticket(kernel)))
                .toList();
    }

    private T published(Group group, List<ImageWriter.Finished> finished) throws InterruptedException {
        return following.of(packing.pass(packing.ticket(), () -> images.write(group, finished)));
    }
}
