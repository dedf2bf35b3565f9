package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Series;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Of each series, profile and architecture: which kernel was the last, and how long a compile took. Decides nothing. */
public final class BuildHistory {
    private static final String UNKNOWN = "-";

    private final Store store;

    public BuildHistory(Store store) {
        this.store = store;
    }

    /**
     * The last kernel of its kind.
     *
     * @param took from the start of make to the end, if one was compiled here at one go
     */
    public record Last(Digest buildKey, Optional<Duration> took) {}

    public Optional<Last> last(Series series, String profile, Architecture architecture) {
        var file = file(series, profile, architecture);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var words = List.of(Files.readString(file).strip().split(" "));
            var took = words.get(1).equals(UNKNOWN)
                    ? Optional.<Duration>empty()
                    : Optional.of(Duration.ofSeconds(Long.parseLong(words.get(1))));
            return Optional.of(new Last(new Digest(words.getFirst()), took));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty(); // a memory that cannot be read is none
        }
    }

    /** It was asked for and is there; whatever is known of durations stays. */
    void used(KernelRequest request) {
        var known = last(request);
        if (known.isEmpty() || !known.get().buildKey().equals(request.key())) {
            write(request, known.flatMap(Last::took));
        }
    }

    void compiled(KernelRequest request, Duration took) {
        write(request, Optional.of(took));
    }

    private void write(KernelRequest request, Optional<Duration> took) {
        var time = took.map(duration -> Long.toString(duration.toSeconds())).orElse(UNKNOWN);
        store.publishText(request.key().hex() + " " + time + "\n", file(request));
    }

    private Optional<Last> last(KernelRequest request) {
        return last(request.source().release().series(), request.profile(), request.architecture());
    }

    private Path file(KernelRequest request) {
        return file(request.source().release().series(), request.profile(), request.architecture());
    }

    private Path file(Series series, String profile, Architecture architecture) {
        return store.memory().resolve("builds").resolve(series + "-" + profile + "-" + architecture);
    }
}
