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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a registry does, a push ends: complete and byte for byte the same, or with a message that helps. */
class FaultScheduleTest {
    private static final int SCHEDULES = 300;
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

        Schedule(long seed) {
            random = new Random(seed);
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

        private Fault any() {
            var fault = FAULTS[random.nextInt(FAULTS.length)];
            boolean slow = fault == Fault.SILENCE && random.nextInt(8) > 0;
            return slow ? Fault.NONE : fault;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @Timeout(300)
    void everyPushEndsCompleteOrWithAMessageThatHelps(int quarter) throws Exception {
        int complete = 0;
        int told = 0;
        RandomImages images = null;
        for (int i = 0; i < SCHEDULES / 4; i++) {
            long seed = quarter * (long) SCHEDULES + i;
            if (images == null || i % SHARING == 0) {
                images = images(seed);
            }
            if (endsComplete(seed, images)) {
                complete++;
            } else {
                told++;
            }
        }
        // Schedules that only ever fail, or never do, would show nothing.
        assertThat(complete).isGreaterThan(SCHEDULES / 20);
        assertThat(told).isGreaterThan(SCHEDULES / 40);
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
        var patience = new Patience(Duration.ofSeconds(10), Duration.ofMillis(150), 5, Duration.ofMillis(1));
        var access = new Access(Optional.empty(), Set.of(), Map.of());
        try (var client = new RegistryClient(registry.host(), access, RegistryClient.Use.PUSH, patience, time -> {})) {
            new Push(client, registry.address(), images.layout(), Progress.none()).run(references);
        }
    }
}
