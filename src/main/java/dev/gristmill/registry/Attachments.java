package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What hangs on the images of one repository, both ways: under tags made from an image's digest, and as referrers. A
 * registry without referrers gets the index that clients then look for.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers">referrers</a>
 */
public final class Attachments {
    /**
     * The most that one attachment may have, in bytes; it is held in memory. The list of all files of the largest profile has
     * less than half of it.
     */
    public static final int LARGEST = 8 << 20;

    private static final int MOST = 100;
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final RegistryClient client;
    private final Repository repository;
    private final Store store;

    public Attachments(RegistryClient client, Repository repository, Store store) {
        this.client = client;
        this.repository = repository;
        this.store = store;
    }

    /** {@code sha256-<hex>} and what follows it: {@code .sig}, {@code .att}, or nothing. */
    public static String tag(Digest image, String suffix) {
        return "sha256-" + image.hex() + suffix;
    }

    /** What a tag lists; nothing if there is no such tag. */
    public List<Attachment> tagged(String tag) throws InterruptedException {
        var found = client.find(repository, tag);
        return found.isEmpty() ? List.of() : attachments(document(tag));
    }

    /** Sends a blob; nothing refers to it yet. */
    public Descriptor upload(String mediaType, byte[] content) throws InterruptedException {
        if (content.length > LARGEST) {
            throw new StepException(Problem.of("an attachment is too large for those who are to read it")
                    .where(repository)
                    .expected("at most " + LARGEST + " bytes")
                    .found(content.length + " bytes"));
        }
        var blob = Descriptor.of(mediaType, content);
        var file = store.temporary("attachment");
        try {
            Files.write(file, content);
            new BlobUpload(client, repository, blob, file, n -> {}).run(Optional.empty());
            Files.delete(file);
            return blob;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the store cannot be written").where(file).found(e), e);
        }
    }

    /** Makes a tag list exactly these, as an image whose layers they are: cosign's older form. */
    public void tag(String tag, List<Attachment> attachments) throws InterruptedException {
        var content = image(attachments);
        client.putManifest(repository, tag, Descriptor.of(MediaTypes.MANIFEST, content), content);
    }

    /** Brings the image that {@link #tag} would make a tag stand for; none does yet. */
    public Descriptor put(List<Attachment> attachments) throws InterruptedException {
        var content = image(attachments);
        var manifest = Descriptor.of(MediaTypes.MANIFEST, content);
        client.putManifest(repository, manifest.digest().toString(), manifest, content);
        return manifest;
    }

    private byte[] image(List<Attachment> attachments) throws InterruptedException {
        var ids = attachments.stream()
                .map(attachment -> attachment.blob().digest().toString())
                .toList();
        var config = new JsonObject()
                .put("architecture", "")
                .put("os", "")
                .put("config", Map.of())
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", ids));
        return manifest(upload(MediaTypes.CONFIG, config.bytes()), attachments).bytes();
    }

    /**
     * Attaches a blob as a referrer.
     *
     * @param subject the image
     * @param blob uploaded before; its media type is the artifact's
     * @param annotations of the referrer
     */
    public void refer(Descriptor subject, Descriptor blob, SortedMap<String, String> annotations)
            throws InterruptedException {
        var referrer = manifest(upload(EMPTY_TYPE, EMPTY), List.of(new Attachment(blob, annotations)))
                .put("artifactType", blob.mediaType())
                .put("subject", subject.json())
                .put("annotations", annotations);
        var content = referrer.bytes();
        var descriptor = Descriptor.of(MediaTypes.MANIFEST, content);
        boolean listed = client.putManifest(repository, descriptor.digest().toString(), descriptor, content);
        if (!listed) {
            list(
                    subject.digest(),
                    descriptor.json().put("artifactType", blob.mediaType()).put("annotations", annotations));
        }
    }

    /** The manifests of all referrers of an image. */
    public List<Digest> manifests(Digest subject) throws InterruptedException {
        return entries(index(subject)).stream()
                .map(this::digest)
                .map(Digest::parse)
                .toList();
    }

    /** The blobs of all referrers of an image that are of that artifact type. */
    public List<Attachment> referrers(Digest subject, String artifactType) throws InterruptedException {
        var found = new ArrayList<Attachment>();
        var candidates = entries(index(subject)).stream()
                .filter(entry -> mayBeOf(entry, artifactType))
                .limit(MOST)
                .toList();
        for (var entry : candidates) {
            var manifest = document(digest(entry));
            if (isOf(manifest, artifactType)) {
                found.addAll(attachments(manifest));
            }
        }
        return List.copyOf(found);
    }

    /** @throws StepException if it is too large, missing, or not the one */
    public byte[] content(Descriptor blob) throws InterruptedException {
        if (blob.size() > LARGEST) {
            throw malformed(blob.digest().toString(), "at most " + LARGEST + " bytes", blob.size() + " bytes");
        }
        try (var in = new RegistryImages(client, repository).open(blob)) {
            return in.readAllBytes();
        } catch (java.io.InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw malformed(blob.digest().toString(), "what its descriptor says", e.getMessage());
        }
    }

    /** Whether an entry of an index says no other type; cosign 2 writes that of the config there. */
    private static boolean mayBeOf(JsonObject entry, String artifactType) {
        var said = type(entry, "artifactType");
        return said.isEmpty() || said.equals(EMPTY_TYPE) || said.equals(artifactType);
    }

    /** Some clients name the artifact in the config only. */
    private static boolean isOf(JsonObject manifest, String artifactType) {
        return type(manifest, "artifactType").equals(artifactType)
                || typeOfConfig(manifest).equals(artifactType);
    }

    private static String typeOfConfig(JsonObject manifest) {
        try {
            return type(manifest.object("config"), "mediaType");
        } catch (MalformedJsonException e) {
            return "";
        }
    }

    private static String type(JsonObject json, String field) {
        try {
            return json.has(field) ? json.string(field) : "";
        } catch (MalformedJsonException e) {
            return "";
        }
    }

    /** Adds an entry to the index that stands for the missing list, unless it is there. */
    private void list(Digest subject, JsonObject entry) throws InterruptedException {
        var entries = new ArrayList<>(entries(tagIndex(subject)));
        entries.removeIf(other -> digest(other).equals(digest(entry)));
        entries.add(entry);
        var index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.INDEX)
                .put("manifests", entries);
        var content = index.bytes();
        client.putManifest(repository, tag(subject, ""), Descriptor.of(MediaTypes.INDEX, content), content);
    }

    private JsonObject index(Digest subject) throws InterruptedException {
        var answer = client.referrers(repository, subject);
        return answer.isPresent() ? parsed(tag(subject, ""), answer.get()) : tagIndex(subject);
    }

    private JsonObject tagIndex(Digest subject) throws InterruptedException {
        var tag = tag(subject, "");
        return client.find(repository, tag).isEmpty() ? new JsonObject() : document(tag);
    }

    private JsonObject document(String tag) throws InterruptedException {
        return parsed(tag, client.manifest(repository, tag).content());
    }

    private JsonObject parsed(String tag, byte[] content) {
        try {
            return JsonObject.parse(content);
        } catch (MalformedJsonException e) {
            throw malformed(tag, "a manifest", e.getMessage());
        }
    }

    private List<JsonObject> entries(JsonObject index) {
        try {
            return index.objects("manifests");
        } catch (MalformedJsonException e) {
            throw malformed("its referrers", "an index", e.getMessage());
        }
    }

    private String digest(JsonObject entry) {
        try {
            return entry.digest("digest").toString();
        } catch (MalformedJsonException e) {
            throw malformed("its referrers", "an index", e.getMessage());
        }
    }

    private List<Attachment> attachments(JsonObject manifest) {
        try {
            var found = new ArrayList<Attachment>();
            for (var layer : manifest.objects("layers").stream().limit(MOST).toList()) {
                found.add(Attachment.from(layer));
            }
            return found;
        } catch (MalformedJsonException e) {
            throw malformed("an attachment", "a manifest with layers", e.getMessage());
        }
    }

    private static JsonObject manifest(Descriptor config, List<Attachment> layers) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.MANIFEST)
                .put("config", config.json())
                .put("layers", layers.stream().map(Attachment::json).toList());
    }

    private StepException malformed(String what, String expected, @org.jspecify.annotations.Nullable String found) {
        return new StepException(Problem.of("what is attached to an image cannot be read")
                .where(repository + " " + what)
                .expected(expected)
                .found(Shown.text(String.valueOf(found))));
    }
}
