package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.FaultyRegistry.Fault;
import dev.gristmill.source.http.Patience;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PullTest {
    private static final Reference REFERENCE = new Reference("kernel-bin", "5.10.262");

    @TempDir
    private Path folder;

    private final FaultyRegistry registry = new FaultyRegistry();
    private RandomImages images;

    @BeforeEach
    void fillTheRegistry() throws Exception {
        images = new RandomImages(folder.resolve("pushed"), 1);
        var references = images.add(120_000, "5.10.262", REFERENCE.toString());
        try (var client = client(Duration.ofSeconds(10))) {
            new Push(client, registry.address(), images.layout(), Progress.none()).run(references);
        }
        registry.requests.clear();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void bringsAllArchitecturesIntoTheLayout() throws Exception {
        var layout = pull(REFERENCE.tag());
        assertSame(layout, REFERENCE);
        assertThat(layout.references()).containsExactly(REFERENCE);
    }

    @Test
    void keepsTheDigestAsTheNameOfWhatIsPulledByDigest() throws Exception {
        var digest = images.layout().find(REFERENCE).orElseThrow().digest();
        var layout = pull(digest.toString());
        assertThat(layout.references()).containsExactly(new Reference("kernel-bin", digest.toString()));
    }

    @Test
    void fetchesNoBlobThatIsThere() throws Exception {
        pull(REFERENCE.tag());
        registry.requests.clear();
        pull(REFERENCE.tag());
        assertThat(registry.requests).noneMatch(r -> r.contains("/blobs/"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TOO_MANY_REQUESTS",
                "INTERNAL_ERROR",
                "BAD_GATEWAY",
                "UNAVAILABLE",
                "CUT_ANSWER",
                "LOST_ANSWER",
                "REDIRECT",
                "HALF_CLOSE"
            })
    void outlivesFaults(Fault fault) throws Exception {
        // By path: with several at once, every second request of all could be every one of the same blob.
        var seen = new ConcurrentHashMap<String, Integer>();
        registry.faults = r -> seen.merge(r.method() + r.path(), 1, Integer::sum) % 2 == 1 ? fault : Fault.NONE;
        registry.cutAt = 70_000;
        assertSame(pull(REFERENCE.tag()), REFERENCE);
        assertThat(registry.violations).isEmpty();
    }

    @Test
    void goesOnNearTheEndWhereTheRegistryHasNoRanges() throws Exception {
        registry.withoutRanges = true;
        registry.cutAt = 119_990;
        registry.cutsSlowly = true;
        registry.faults = r -> r.is("GET", "/blobs/") && r.header("range").isEmpty() ? Fault.CUT_ANSWER : Fault.NONE;
        assertSame(pull(REFERENCE.tag()), REFERENCE);
    }

    @Test
    void goesOnAtTheByteWhereTheConnectionBroke() throws Exception {
        registry.cutAt = 50_000;
        registry.cutsSlowly = true;
        registry.faults = r -> r.is("GET", "/blobs/") && r.header("range").isEmpty() ? Fault.CUT_ANSWER : Fault.NONE;
        assertSame(pull(REFERENCE.tag()), REFERENCE);
        assertThat(registry.ranges).contains("bytes=50000-");
    }

    @Test
    void keepsNothingOfABlobThatIsAnotherOne() throws Exception {
        registry.blobs.replaceAll((name, content) -> {
            var other = content.clone();
            other[other.length / 2] ^= 1;
            return other;
        });
        assertRefused("expected sha256:");
    }

    @Test
    void readsNoMoreThanTheDescriptorSays() throws Exception {
        registry.blobs.replaceAll((name, content) -> new byte[content.length + 1]);
        assertRefused("bytes instead of");
    }

    @Test
    void refusesAManifestThatIsNotTheOneOfItsDigest() throws Exception {
        registry.manifests.replaceAll((name, content) ->
                name.contains("sha256:") ? "{\"config\":{},\"layers\":[]}".getBytes(StandardCharsets.UTF_8) : content);
        assertRefused("something else, whose digest is");
    }

    @Test
    void refusesAManifestWithoutEnd() throws Exception {
        registry.manifests.replaceAll((name, content) -> new byte[5 << 20]);
        assertThatThrownBy(() -> pull(REFERENCE.tag())).isInstanceOf(StepException.class);
        assertNothingIsLeft();
    }

    @Test
    void saysThatAnImageIsNotThere() {
        assertThatThrownBy(() -> pull("6.6"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("the registry does not have this image")
                .hasMessageContaining("/acme/kernel-bin:6.6");
    }

    @Test
    void givesUpOnEndlessSilence() throws Exception {
        registry.faults = r -> r.is("GET", "/blobs/") ? Fault.SILENCE : Fault.NONE;
        assertThatThrownBy(() -> pull(REFERENCE.tag(), Duration.ofMillis(100)))
                .hasMessageContaining("cannot read the blob")
                .hasMessageContaining("nothing moved for 0.1 s (4 attempts)");
        assertNothingIsLeft();
    }

    private void assertRefused(String message) throws Exception {
        assertThatThrownBy(() -> pull(REFERENCE.tag()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining(message);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(folder.resolve("pulled/index.json")).doesNotExist();
        assertThat(folder.resolve("pulled/blobs")).doesNotExist();
        if (Files.exists(folder.resolve("store/blobs/sha256"))) {
            try (var blobs = Files.list(folder.resolve("store/blobs/sha256"))) {
                for (var blob : blobs.toList()) {
                    assertThat(Digest.of(blob).hex())
                            .isEqualTo(blob.getFileName().toString());
                }
            }
        }
    }

    private void assertSame(OciLayout layout, Reference reference) throws Exception {
        var root = images.layout().find(reference).orElseThrow();
        assertThat(layout.find(reference)).contains(root);
        var tree = ImageTree.of(new LayoutImages(images.layout(), reference.name()), root);
        for (var blob : tree.allBlobs()) {
            assertThat(layout.path(blob)).hasSameBinaryContentAs(images.layout().path(blob));
        }
    }

    private OciLayout pull(String tag) throws InterruptedException {
        return pull(tag, Duration.ofSeconds(10));
    }

    private OciLayout pull(String tag, Duration stall) throws InterruptedException {
        try (var client = client(stall);
                var store = new Store(folder.resolve("store"))) {
            var layout = OciLayout.at(folder.resolve("pulled"), store);
            var image = new RemoteImage(registry.address().repository(REFERENCE.name()), tag);
            new Pull(client, store, layout, Progress.none()).run(image);
            return layout;
        }
    }

    private RegistryClient client(Duration stall) {
        var patience = new Patience(Duration.ofSeconds(10), stall, 4, Duration.ofMillis(1));
        var access = new Access(Optional.empty(), Set.of(), Map.of());
        return new RegistryClient(registry.host(), access, RegistryClient.Use.PUSH, patience, time -> {});
    }
}
