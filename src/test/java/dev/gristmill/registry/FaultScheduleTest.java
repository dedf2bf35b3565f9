package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.Reference;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.FaultyRegistry.Fault;
import dev.gristmill.registry.FaultyRegistry.Request;
import dev.gristmill.source.http.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a registry does, a push ends: complete and byte for byte the same, or with a message that helps. */
class FaultScheduleTest {
    private static final int SCHEDULES = 300;
    private static final int AT_ONCE = 8;
    private static final int SHARING = 15; // schedules for the same images: writing them takes longer than pushing them
    private static final Fault[] FAULTS = Fault.values();

    @TempDir
    private Path folder;

    /** What goes wrong, decided by a seed: how often, and perhaps one phase that never works. */
    private static final class Schedule implements FaultyRegistry.Faults {
        private final Random random;
        private final int percent;
        private final Optional<Fault> always;
        private final String phase;
        private int silences;

        Schedule(long seed) {
            random = new Random(seed);
            silences = seed % 20 == 0 ? 2 : 0;
            percent = random.nextInt(40);
            always = random.nextInt(5) == 0 ? Optional.of(any()) : Optional.empty();
            var phases =
                    List.of("HEAD /blobs/", "POST /uploads/", "PUT /uploads/", "PUT /manifests/sha", "PUT /manifests/");
            phase = phases.get(random.nextInt(phases.size()));
        }

        @Override
        public synchronized Fault of(Request request) {
            var at = phase.split(" ");
            if (always.isPresent() && request.is(at[0], at[1])) {
                return always.get();
            }
            return random.nextInt(100) < percent ? any() : Fault.NONE;
        }

        /** Waiting for silence to end takes time, so there is little of it. */
        private Fault any() {
            var fault = FAULTS[random.nextInt(FAULTS.length)];
            if (fault != Fault.SILENCE) {
                return fault;
            }
            return silences-- > 0 ? fault : Fault.HALF_CLOSE;
        }
    }

    @Test
    @Timeout(600)
    void everyPushEndsCompleteOrWithAMessageThatHelps() throws Exception {
        var shared = new ArrayList<RandomImages>();
        for (int i = 0; i < SCHEDULES / SHARING; i++) {
            shared.add(images(i));
        }
        var ends = new ArrayList<Future<Boolean>>();
        try (var pushes = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < SCHEDULES; i++) {
                int seed = i;
                ends.add(pushes.submit(() -> endsComplete(seed, shared.get(seed / SHARING))));
            }
        }
        int complete = 0;
        for (var end : ends) {
            complete += end.get() ? 1 : 0;
        }
        // Schedules that only ever fail, or never do, would show nothing.
        assertThat(complete).isBetween(SCHEDULES / 20, SCHEDULES - SCHEDULES / 20);
    }

    private RandomImages images(long seed) throws Exception {
        var images = new RandomImages(folder.resolve("seed-" + seed), seed);
        int size = 1 + new Random(seed).nextInt(300_000);
        images.add(size, "5.10.262", "kernel-bin:5.10.262", "kernel-bin:5.10", "other-bin:5.10.262");
        return images;
    }

    private static boolean endsComplete(long seed, RandomImages images) throws Exception {
        var random = new Random(~seed);
        var references = images.layout().references();
        try (var registry = new FaultyRegistry()) {
            registry.cutAt = random.nextInt(300_000);
            registry.wantsToken = random.nextBoolean();
            registry.faults = new Schedule(seed);
            try {
                push(registry, images, references);
                for (var reference : references) {
                    assertThat(registry.isComplete("acme/" + reference.name(), reference.tag()))
                            .as("seed %d, %s", seed, reference)
                            .isTrue();
                    assertThat(registry.manifests.get("acme/" + reference.name() + "/" + reference.tag()))
                            .isEqualTo(images.layout()
                                    .document(images.layout().find(reference).orElseThrow()));
                }
                return true;
            } catch (StepException e) {
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .startsWith("cannot ")
                        .contains("\n  request:  ", "http://127.0.0.1:", "\n  found:    ", "\n  try:      ");
                return false;
            } finally {
                assertThat(registry.violations).as("seed %d", seed).isEmpty();
            }
        }
    }

    private static void push(FaultyRegistry registry, RandomImages images, List<Reference> references)
            throws InterruptedException {
        var patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), 5, Duration.ofMillis(1));
        var access = new Access(Optional.empty(), Set.of(), Map.of());
        try (var client = new RegistryClient(registry.host(), access, RegistryClient.Use.PUSH, patience, time -> {})) {
            new Push(client, registry.address(), images.layout(), Progress.none()).run(references);
        }
    }
}
