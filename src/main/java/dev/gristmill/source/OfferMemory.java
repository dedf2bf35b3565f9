package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.source.apt.Stanza;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The offers of a remote source that this machine has seen, so that they need not be asked for again. */
public final class OfferMemory {
    private static final Stanza.Malformed IGNORED = (line, what) -> {};

    private final Path folder;
    private final Store store;
    private final InstantSource clock;

    /** @param source the name of the source, file-name characters only */
    public OfferMemory(Store store, String source, InstantSource clock) {
        this.store = store;
        this.folder = store.memory().resolve("offers").resolve(source);
        this.clock = clock;
    }

    public static OfferMemory ofApt(Store store) {
        return new OfferMemory(store, "apt", InstantSource.system());
    }

    public static OfferMemory ofKernelOrg(Store store) {
        return new OfferMemory(store, "kernel.org", InstantSource.system());
    }

    /** The newest release of the series when it was last asked for. */
    public Optional<RememberedOffer> remembered(Series series) {
        return read("newest-" + series);
    }

    public Optional<RememberedOffer> remembered(Release release) {
        return read("exactly-" + release);
    }

    void remember(Series series, SourceOffer offer) {
        write("newest-" + series, offer);
        remember(offer.release(), offer);
    }

    void remember(Release release, SourceOffer offer) {
        write("exactly-" + release, offer);
    }

    private void write(String name, SourceOffer offer) {
        if (offer.place() instanceof Place.Remote remote) {
            var skipped = offer.skipped().stream()
                    .map(s -> "\n " + s.release() + " " + s.reason())
                    .collect(Collectors.joining());
            var text = """
                    Release: %s
                    Identity: %s
                    Size: %d
                    Address: %s
                    Signature: %s
                    Origin: %s
                    Signers: %s
                    Resolved: %s
                    Skipped:%s
                    """.formatted(
                            offer.release(),
                            offer.identity(),
                            offer.size(),
                            remote.address(),
                            remote.signature().map(URI::toString).orElse("none"),
                            offer.origin(),
                            String.join(", ", offer.signers()),
                            clock.instant(),
                            skipped);
            store.publishText(text, folder.resolve(name));
        }
    }

    private Optional<RememberedOffer> read(String name) {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    offer(Stanza.parse(Files.readString(file), IGNORED).getFirst()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // a memory that cannot be read is none
        }
    }

    private static RememberedOffer offer(Stanza stanza) {
        var offer = new SourceOffer(
                Release.parse(stanza.get("release").orElseThrow()).orElseThrow(),
                Digest.parse(stanza.get("identity").orElseThrow()),
                Long.parseLong(stanza.get("size").orElseThrow()),
                new Place.Remote(URI.create(stanza.get("address").orElseThrow()), signature(stanza)),
                stanza.get("origin").orElseThrow(),
                skipped(stanza.get("skipped").orElse("")),
                signers(stanza.get("signers").orElse("")));
        return new RememberedOffer(offer, Instant.parse(stanza.get("resolved").orElseThrow()));
    }

    private static Optional<URI> signature(Stanza stanza) {
        return stanza.get("signature").filter(text -> !text.equals("none")).map(URI::create);
    }

    private static List<String> signers(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(", ", -1));
    }

    private static List<SkippedRelease> skipped(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .map(words -> new SkippedRelease(Release.parse(words[0]).orElseThrow(), words[1]))
                .toList();
    }
}
