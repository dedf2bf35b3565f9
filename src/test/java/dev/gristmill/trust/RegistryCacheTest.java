package dev.gristmill.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.Kernels;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Compiled;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Architecture;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Signer;
import dev.gristmill.store.Seal;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCacheTest {
    private static final String TAGS = "acme/kernel-cache/manifests/";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Bench bench;
    private BuiltKernel kernel;
    private KernelRequest request;
    private KernelRequest other;

    @BeforeEach
    void open() throws Exception {
        kernel = Kernels.modular(Files.createDirectory(folder.resolve("kernel")), "5.10.262", Architecture.X86_64, 1);
        bench = new Bench(Files.createDirectory(folder.resolve("bench")), true);
        request = Compiled.request(Files.createDirectories(folder.resolve("tree")), Architecture.X86_64);
        other = Compiled.request(Files.createDirectories(folder.resolve("tree")), Architecture.ARM64);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void givesAnotherMachineTheSameFiles() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), request, "kernel");
        var got = fetched(cache("two", Optional.empty(), Optional.empty()), request);
        assertThat(got.resolve("boot-file")).hasContent("kernel");
        assertThat(got.resolve("modules/kernel/net/stp.ko")).hasContent("module");
        assertThat(Seal.holds(got)).contains(true);
        assertThat(said).isEmpty();
    }

    @Test
    void aConfigurationUnderAKernelsKeyIsNone() throws Exception {
        var item = new BuildCache.Item(
                BuildCache.Kind.CONFIGURATION, request.key(), "a configuration", Architecture.X86_64);
        cache("one", Optional.empty(), Optional.empty()).offer(item, Instant.EPOCH, entry("configuration", "y"));
        assertThat(fetched(cache("two", Optional.empty(), Optional.empty()), request))
                .doesNotExist();
        assertThat(said).singleElement().asString().contains("is not taken");
    }

    @Test
    void keepsNoCopyOfWhatItBrought() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), request, "kernel");
        try (var blobs = Files.list(new Store(folder.resolve("one")).blobs())) {
            assertThat(blobs).isEmpty();
        }
    }

    @Test
    void hasNothingUnderAKeyThatNobodyBrought() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), request, "kernel");
        assertThat(fetched(cache("two", Optional.empty(), Optional.empty()), other))
                .doesNotExist();
        assertThat(said).isEmpty();
    }

    @Test
    void asksNobodyOnceItIsThere() throws Exception {
        var cache = cache("one", Optional.empty(), Optional.empty());
        offer(cache, request, "kernel");
        bench.registry.items().clear();
        cache.offer(request.item(), Instant.EPOCH, entry("again", "kernel"));
        assertThat(bench.registry.items()).isEmpty();
    }

    @Test
    void takesWhatTheKeySignedOnly() throws Exception {
        offer(cache("one", Optional.empty(), Optional.of(bench.stranger)), request, "kernel");
        assertThat(fetched(cache("two", Optional.of(bench.signer), Optional.empty()), request))
                .doesNotExist();
        assertThat(said).singleElement().asString().contains("is not taken", "not signed by the catalogue's key");
        said.clear();
        offer(cache("three", Optional.of(bench.signer), Optional.of(bench.signer)), other, "kernel");
        assertThat(fetched(cache("two", Optional.of(bench.signer), Optional.empty()), other)
                        .resolve("boot-file"))
                .exists();
        assertThat(said).isEmpty();
    }

    @Test
    void bringsNothingUnsignedWhereSignaturesCount() throws Exception {
        offer(cache("one", Optional.of(bench.signer), Optional.empty()), request, "kernel");
        assertThat(said).singleElement().asString().contains("no key to sign with");
        assertThat(fetched(cache("two", Optional.empty(), Optional.empty()), request))
                .doesNotExist();
    }

    @Test
    void bringsNothingThatIsDamaged() throws Exception {
        var entry = entry("damaged", "kernel");
        Files.writeString(entry.resolve("boot-file"), "kernal");
        cache("one", Optional.empty(), Optional.empty()).offer(request.item(), Instant.EPOCH, entry);
        assertThat(said).singleElement().asString().contains("is damaged");
        assertThat(fetched(cache("two", Optional.empty(), Optional.empty()), request))
                .doesNotExist();
    }

    @Test
    void refusesTheKernelOfAnotherKey() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), other, "another kernel");
        var items = bench.registry.items();
        var wrong = items.get(TAGS + other.key().hex());
        assertThat(wrong).isNotNull();
        items.put(TAGS + request.key().hex(), wrong);
        assertThat(fetched(cache("two", Optional.empty(), Optional.empty()), request))
                .doesNotExist();
        assertThat(said)
                .singleElement()
                .asString()
                .contains("is not taken", other.key().hex());
    }

    @Test
    void refusesALayerWithAnotherContent() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), request, "kernel");
        bench.registry.items().replaceAll((name, item) -> {
            var content = item.content().clone();
            content[content.length / 2] ^= 1;
            return name.contains("kernel-cache/blobs/") ? new MemoryRegistry.Item(item.type(), content) : item;
        });
        var two = cache("two", Optional.empty(), Optional.empty());
        assertThat(two.fetch(request.item(), folder.resolve("got"), entry -> kernel))
                .isEmpty();
        assertThat(said).singleElement().asString().contains("is not taken");
    }

    @Test
    void putsWhatIsRightInPlaceOfWhatIsNot() throws Exception {
        offer(cache("one", Optional.empty(), Optional.of(bench.stranger)), request, "a lie");
        var two = cache("two", Optional.of(bench.signer), Optional.of(bench.signer));
        assertThat(fetched(two, request)).doesNotExist();
        two.offer(request.item(), Instant.EPOCH, entry("compiled", "kernel"));
        var three = cache("three", Optional.of(bench.signer), Optional.empty());
        assertThat(fetched(three, request).resolve("boot-file")).hasContent("kernel");
    }

    @Test
    void bringsAnewWhatTheRegistryHasOnlyAPartOf() throws Exception {
        offer(cache("one", Optional.empty(), Optional.empty()), request, "kernel");
        bench.registry.items().keySet().removeIf(name -> name.contains("kernel-cache/blobs/"));
        var two = cache("two", Optional.empty(), Optional.empty());
        assertThat(two.fetch(request.item(), folder.resolve("got"), entry -> kernel))
                .isEmpty();
        assertThat(said).singleElement().asString().contains("is not taken");
        two.offer(request.item(), Instant.EPOCH, entry("compiled", "kernel"));
        assertThat(fetched(cache("three", Optional.empty(), Optional.empty()), request)
                        .resolve("boot-file"))
                .hasContent("kernel");
    }

    @Test
    void oneBadKernelDoesNotKeepOutTheOthers() throws Exception {
        var one = cache("one", Optional.empty(), Optional.empty());
        offer(one, request, "kernel");
        offer(one, other, "kernel");
        var two = cache("two", Optional.empty(), Optional.empty());
        assertThat(two.fetch(request.item(), folder.resolve("refused"), entry -> {
                    throw new IOException("of another release");
                }))
                .isEmpty();
        assertThat(said).singleElement().asString().contains("of another release");
        assertThat(fetched(two, other).resolve("boot-file")).exists();
    }

    @Test
    void isNotMissedWhereItCannotBeReached() throws Exception {
        bench.registry.refused = "layer";
        var cache = cache("one", Optional.empty(), Optional.empty());
        offer(cache, request, "kernel");
        offer(cache, other, "kernel");
        assertThat(said).singleElement().asString().contains("nothing is brought to the cache");
    }

    private Path fetched(RegistryCache cache, KernelRequest wanted) throws InterruptedException {
        var got = folder.resolve("got-" + wanted.architecture());
        var taken = cache.fetch(wanted.item(), got, entry -> kernel);
        assertThat(taken.isPresent()).isEqualTo(Files.exists(got));
        return got;
    }

    private void offer(RegistryCache cache, KernelRequest built, String content) throws Exception {
        cache.offer(built.item(), Instant.EPOCH, entry("entry-" + built.architecture(), content));
    }

    private Path entry(String name, String content) throws IOException {
        var entry = Files.createDirectories(folder.resolve(name));
        Files.writeString(entry.resolve("boot-file"), content);
        Files.createDirectories(entry.resolve("modules/kernel/net"));
        Files.writeString(entry.resolve("modules/kernel/net/stp.ko"), "module");
        Seal.put(entry);
        return entry;
    }

    /** Of a machine of that name. */
    private RegistryCache cache(String machine, Optional<Signer> trusted, Optional<Signer> signer) {
        var place = new RegistryCache.Place(
                new Repository(bench.registry.host(), "acme/kernel-cache"),
                new Access(Optional.empty(), Set.of(), Map.of()),
                trusted.map(Signer::key));
        return new RegistryCache(place, signer, new Store(folder.resolve(machine)), new Listener());
    }

    private final class Listener implements Progress {
        @Override
        public Task begin(String subject, String step, Unit unit) {
            return Progress.none().begin(subject, step, unit);
        }

        @Override
        public void note(String line) {
            said.add(line);
        }

        @Override
        public void warn(String line) {
            said.add(line);
        }
    }
}
