package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Compiled;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Clients;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.Pushed;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Passphrase;
import dev.gristmill.signature.PrivateKeyFile;
import dev.gristmill.signature.Signer;
import dev.gristmill.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Signed and attested images of one kernel for both architectures in a registry, to be tampered with. */
final class Bench implements AutoCloseable {
    static final String RELEASE = "5.10.262";
    static final String BIN = "acme/firecracker-kernel-bin";
    static final String MODULES = "acme/firecracker-kernel-modules";
    static final String BASE = "acme/firecracker-kernel";

    final Path folder;
    final MemoryRegistry registry;
    final Store store;
    final RegistryClient client;
    final Signer signer;
    final Signer stranger;
    private final Map<String, MemoryRegistry.Item> pristine;

    Bench(Path folder, boolean referrers) throws Exception {
        this.folder = folder;
        registry = new MemoryRegistry(referrers);
        store = new Store(folder.resolve("store"));
        client = Clients.of(registry.host());
        signer = key("ours");
        stranger = key("stranger");
        seal(push(RELEASE), signer, new StoredEvidence(store));
        pristine = Map.copyOf(registry.items());
    }

    /** Undoes all tampering. */
    void restore() {
        registry.restore(pristine);
    }

    /** In a file without a passphrase, since deriving keys from these takes its time. */
    private Signer key(String name) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var content = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        var file = Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----\n");
        return PrivateKeyFile.read(file, new Passphrase(Optional.empty(), Map.of()));
    }

    private List<Pushed> push(String release) throws Exception {
        var packed = new ArrayList<PackedKernel>();
        for (var architecture : Architecture.values()) {
            var plain = Kernels.modular(folder.resolve("kernel"), release, architecture, 1);
            var request =
                    Compiled.request(Files.createDirectories(folder.resolve("source-" + architecture)), architecture);
            Compiled.remember(store, request, Optional.empty());
            var kernel = new BuiltKernel(
                    request.key(),
                    architecture,
                    plain.release(),
                    release,
                    plain.bootFile(),
                    plain.config(),
                    plain.modules(),
                    plain.date());
            packed.add(new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, "microvm")));
            proof(Digest.of(plain.bootFile()));
        }
        var layout = OciLayout.at(folder.resolve("images"), store);
        layout.put(new ImageNames("microvm").of(packed));
        var references = layout.references().stream()
                .filter(reference -> reference.name().startsWith("firecracker"))
                .filter(reference -> reference.tag().equals(release))
                .toList();
        return new Push(client, address(), layout, Progress.none())
                .run(references)
                .images();
    }

    private void proof(Digest bootFile) throws Exception {
        var file = store.proofs().resolve(bootFile.hex()).resolve("microvm.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"sha256":"%s","vmm":"firecracker","machine":"microvm","acceleration":"emulation","passed":true,
                 "checks":[{"name":"console","outcome":"passed"}]}""".formatted(bootFile.hex()));
    }

    private RegistryAddress address() {
        return RegistryAddress.parse(registry.host() + "/acme", "a test");
    }

    SealReport seal(List<Pushed> pushed, Signer by, Evidence evidence) throws Exception {
        return new Sealing(client, by, evidence, store, Progress.none()).run(pushed, false);
    }

    /** Signs and attests anew what a tag stands for. */
    SealReport seal(String repository, String tag, Signer by, Evidence evidence) throws Exception {
        var image = new RemoteImage(new Repository(registry.host(), repository), tag);
        var pushed = new Pushed(new Reference("kernel", tag), image, digest(repository, tag), Pushed.State.PUSHED);
        return seal(List.of(pushed), by, evidence);
    }

    Verification.Report verify(String repository, String tag, Expectations expected) throws Exception {
        return new Verification(client, signer.key(), expected, store)
                .run(new RemoteImage(new Repository(registry.host(), repository), tag));
    }

    Digest digest(String repository, String tag) {
        return Digest.of(item(repository + "/manifests/" + tag).content());
    }

    /** Of the image for that architecture under the release's tag. */
    Digest child(String repository, String architecture) throws Exception {
        for (var entry : json(repository, RELEASE).objects("manifests")) {
            if (entry.object("platform").string("architecture").equals(architecture)) {
                return entry.digest("digest");
            }
        }
        throw new AssertionError("no image for " + architecture);
    }

    JsonObject json(String repository, String reference) throws Exception {
        return JsonObject.parse(item(repository + "/manifests/" + reference).content());
    }

    MemoryRegistry.Item item(String path) {
        return Optional.ofNullable(registry.items().get(path)).orElseThrow(() -> new AssertionError("no " + path));
    }

    /** The blob of the only layer of the image for amd64. */
    String layer(String repository) throws Exception {
        var manifest = json(repository, child(repository, "amd64").toString());
        return repository + "/blobs/" + manifest.objects("layers").getFirst().string("digest");
    }

    String config(String repository) throws Exception {
        var manifest = json(repository, child(repository, "amd64").toString());
        return repository + "/blobs/" + manifest.object("config").string("digest");
    }

    void change(String path, java.util.function.UnaryOperator<byte[]> change) {
        var item = item(path);
        registry.items()
                .put(
                        path,
                        new MemoryRegistry.Item(
                                item.type(), change.apply(item.content().clone())));
    }

    void remove(String path) {
        registry.items().remove(path);
    }

    void put(String path, String type, byte[] content) {
        registry.items().put(path, new MemoryRegistry.Item(type, content));
    }

    /** Of the index and all images below it, in all forms. */
    void strip(String repository, String... suffixes) {
        for (var suffix : suffixes) {
            registry.items()
                    .keySet()
                    .removeIf(path -> path.startsWith(repository + "/manifests/sha256-") && path.endsWith(suffix));
        }
    }

    /** The blobs that the tag of an image lists. */
    List<String> listed(String repository, Digest image, String suffix) throws Exception {
        var found = new ArrayList<String>();
        for (var layer : json(repository, "sha256-" + image.hex() + suffix).objects("layers")) {
            found.add(repository + "/blobs/" + layer.string("digest"));
        }
        return found;
    }

    /** A file of a layer. */
    record Entry(TarArchiveEntry header, byte[] content) {
        static Entry of(String name, byte[] content) {
            var header = new TarArchiveEntry(name);
            header.setMode(0100644);
            header.setSize(content.length);
            return new Entry(header, content);
        }
    }

    /** How an image is to differ from what was built. */
    static final class Change {
        private final Map<String, String> annotations = new TreeMap<>();
        private final Map<String, String> labels = new TreeMap<>();
        private Consumer<List<Entry>> layer = entries -> {};
        private Consumer<JsonObject> config = json -> {};
        private Consumer<JsonObject> platform = json -> {};

        Change says(String key, String value) {
            return annotated(key, value).labelled(key, value);
        }

        Change annotated(String key, String value) {
            annotations.put("dev.gristmill.kernel." + key, value);
            return this;
        }

        Change labelled(String key, String value) {
            labels.put("dev.gristmill.kernel." + key, value);
            return this;
        }

        Change layer(Consumer<List<Entry>> change) {
            layer = change;
            return this;
        }

        Change file(String name, byte[] content) {
            return layer(entries -> {
                entries.removeIf(entry -> entry.header().getName().equals(name));
                entries.add(Entry.of(name, content));
            });
        }

        Change config(Consumer<JsonObject> change) {
            config = change;
            return this;
        }

        Change platform(Consumer<JsonObject> change) {
            platform = change;
            return this;
        }
    }

    /** Publishes under the same tag an index whose image for amd64 was changed, signed and attested by us. */
    void republish(String repository, Change change) throws Exception {
        republish(repository, change, new StoredEvidence(store));
    }

    void republish(String repository, Change change, Evidence evidence) throws Exception {
        var old = child(repository, "amd64");
        var manifest = json(repository, old.toString());
        var config = JsonObject.parse(
                item(repository + "/blobs/" + manifest.object("config").string("digest"))
                        .content());
        var tar = archive(repository, change);
        var layer = blob(repository, MediaTypes.GZIP_LAYER, gzip(tar));
        config.object("rootfs").put("diff_ids", List.of(Digest.of(tar).toString()));
        var labels = config.object("config").texts("Labels");
        labels.putAll(change.labels);
        config.object("config").put("Labels", labels);
        change.config.accept(config);
        var annotations = manifest.texts("annotations");
        annotations.putAll(change.annotations);
        manifest.put(
                        "config",
                        blob(repository, MediaTypes.CONFIG, config.bytes()).json())
                .put("layers", List.of(layer.json()))
                .put("annotations", annotations);
        var image = document(repository, MediaTypes.MANIFEST, manifest);
        var index = json(repository, RELEASE);
        var entries = new ArrayList<JsonObject>();
        for (var entry : index.objects("manifests")) {
            if (entry.digest("digest").equals(old)) {
                entry.put("digest", image.digest().toString()).put("size", image.size());
                change.platform.accept(entry.object("platform"));
            }
            entries.add(entry);
        }
        index.put("manifests", entries);
        document(repository, MediaTypes.INDEX, index);
        put(repository + "/manifests/" + RELEASE, MediaTypes.INDEX, index.bytes());
        seal(repository, RELEASE, signer, evidence);
    }

    private Descriptor blob(String repository, String type, byte[] content) {
        var blob = Descriptor.of(type, content);
        put(repository + "/blobs/" + blob.digest(), "application/octet-stream", content);
        return blob;
    }

    private Descriptor document(String repository, String type, JsonObject json) {
        var document = Descriptor.of(type, json.bytes());
        put(repository + "/manifests/" + document.digest(), type, json.bytes());
        return document;
    }

    private byte[] archive(String repository, Change change) throws Exception {
        var entries = new ArrayList<Entry>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(
                new ByteArrayInputStream(item(layer(repository)).content())))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(new Entry(entry, tar.readAllBytes()));
            }
        }
        change.layer.accept(entries);
        var out = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var entry : entries) {
                tar.putArchiveEntry(entry.header());
                tar.write(entry.content());
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        client.close();
        store.close();
        registry.close();
    }
}
