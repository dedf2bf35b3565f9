package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.source.http.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests that one registry takes. Safe for use by several threads; nothing is opened before the first request.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">distribution specification</a>
 */
public final class RegistryClient implements AutoCloseable {
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(30), 5, Duration.ofMillis(500));

    static final Patience LITTLE =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(30), 2, Duration.ofMillis(500));

    /** What registries take of a manifest, in bytes. */
    static final int LARGEST_MANIFEST = 4 << 20;

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 100;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\\b");

    private static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String MANIFESTS =
            String.join(", ", MediaTypes.INDEX, MediaTypes.MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST);

    private final URI api;
    private final Use use;
    private final Wire wire;
    private final Transport transport;
    private final Persistence persistence;
    private final Turns turns = new Turns();

    /** Whether a step failed because the registry does not have what it was asked for. */
    public static boolean isMissing(StepException failure) {
        return failure.getCause() instanceof CallFailure call && call.status() == 404;
    }

    /** What a client is for, and so what its tokens are to allow. */
    public enum Use {
        PULL,
        PUSH,
        DELETE
    }

    /** @param host with its port, where it has one */
    public RegistryClient(String host, Access access, Use use) {
        this(host, access, use, USUAL, Thread::sleep);
    }

    /** One that soon gives up, for what can be done without the registry. */
    public static RegistryClient impatient(String host, Access access, Use use) {
        return new RegistryClient(host, access, use, LITTLE, Thread::sleep);
    }

    RegistryClient(String host, Access access, Use use, Patience patience, Pause pause) {
        this.use = use;
        this.api = URI.create((access.isPlain(host) ? "http://" : "https://") + apiHost(host) + "/v2/");
        this.wire = new Wire(access, patience);
        var authorizer = new Authorizer(new CredentialStore(access.environment()), access, wire);
        this.transport = new Transport(api, wire, authorizer);
        this.persistence = new Persistence(patience, pause);
    }

    Transport transport() {
        return transport;
    }

    Persistence persistence() {
        return persistence;
    }

    Turns turns() {
        return turns;
    }

    /** What that tag or digest stands for; nothing if the registry does not have it. */
    Optional<Descriptor> find(Repository repository, String tag) throws InterruptedException {
        var purpose = "ask what " + new RemoteImage(repository, tag) + " is";
        var call = manifests(purpose, "HEAD", repository, tag).accepting(200, 404);
        return persistence.run(() -> {
            try (var answer = transport.send(call)) {
                if (answer.status() == 404) {
                    return Optional.empty();
                }
                var digest = answer.digest();
                var size = answer.number("Content-Length");
                var type = answer.header("Content-Type");
                if (digest.isPresent() && size.isPresent() && type.isPresent()) {
                    var found = new Descriptor(mediaType(type.get()), digest.get(), size.getAsLong());
                    requireSame(call, answer, tag, found);
                    return Optional.of(found);
                }
            }
            return Optional.of(fetch(repository, tag).descriptor()); // a registry that says too little
        });
    }

    /** A manifest or index as it was sent, with what it turned out to be. */
    record Manifest(Descriptor descriptor, byte[] content) {}

    /** The manifest or index of that tag or digest; with a digest, it is the one. */
    Manifest manifest(Repository repository, String tag) throws InterruptedException {
        return persistence.run(() -> fetch(repository, tag));
    }

    private Manifest fetch(Repository repository, String tag) throws CallFailure, InterruptedException {
        var call = manifests("read " + new RemoteImage(repository, tag), "GET", repository, tag);
        try (var answer = transport.send(call)) {
            var content = answer.content(LARGEST_MANIFEST);
            var found = Descriptor.of(mediaType(answer.header("Content-Type").orElse("")), content);
            answer.requireDigest(found);
            requireSame(call, answer, tag, found);
            return new Manifest(found, content);
        }
    }

    /**
     * @return whether the registry says that it lists the manifest with the referrers of its subject
     * @throws dev.gristmill.model.StepException unless the registry has it under that tag or digest afterwards
     */
    boolean putManifest(Repository repository, String tag, Descriptor manifest, byte[] content)
            throws InterruptedException {
        var purpose =
                "put " + (RemoteImage.isDigest(tag) ? "the manifest " : "the tag ") + new RemoteImage(repository, tag);
        var call = Call.of(purpose, "PUT", manifestUri(repository, tag), scope(repository))
                .carrying(new Payload.Document(manifest.mediaType(), content))
                .accepting(200, 201, 202, 204);
        return persistence.run(() -> {
            boolean listed;
            try (var answer = transport.send(call)) {
                answer.finish();
                answer.requireDigest(manifest);
                listed = answer.header("OCI-Subject").isPresent();
            }
            requireThere(repository, tag, manifest, call);
            return listed;
        });
    }

    /** The index of what refers to that image; nothing where the registry keeps none. */
    Optional<byte[]> referrers(Repository repository, Digest subject) throws InterruptedException {
        var uri = api.resolve(repository.path() + "/referrers/" + subject);
        var call = Call.of("list what refers to " + repository + "@" + subject, "GET", uri, scope(repository))
                .with("Accept", MediaTypes.INDEX)
                .accepting(200, 400, 404, 405);
        return persistence.run(() -> {
            try (var answer = transport.send(call)) {
                return answer.status() == 200 ? Optional.of(answer.content(LARGEST_MANIFEST)) : Optional.empty();
            }
        });
    }

    /**
     * The tags of a repository; none if there is no such repository.
     *
     * @throws dev.gristmill.model.StepException if there are more than a registry of kernels has
     */
    public List<String> tags(Repository repository) throws InterruptedException {
        var tags = new ArrayList<String>();
        var page = api.resolve(repository.path() + "/tags/list?n=" + PAGE);
        for (int i = 0; i < MOST_PAGES; i++) {
            var found = page(repository, page);
            tags.addAll(found.tags());
            if (found.tags().isEmpty() || found.next().isEmpty()) {
                return tags;
            }
            page = found.next().get();
        }
        throw new StepException(Problem.of("the registry lists too many tags")
                .where(repository)
                .expected("at most " + PAGE * MOST_PAGES));
    }

    private record Page(List<String> tags, Optional<URI> next) {}

    private Page page(Repository repository, URI page) throws InterruptedException {
        var call = Call.of("list the tags of " + repository, "GET", page, scope(repository))
                .accepting(200, 404);
        return persistence.run(() -> {
            try (var answer = transport.send(call)) {
                if (answer.status() == 404) {
                    return new Page(List.of(), Optional.empty());
                }
                var tags = TagList.read(answer.content(LARGEST_MANIFEST))
                        .orElseThrow(
                                () -> CallFailure.lasting(call, answer.from(), "something that is no list of tags"));
                return new Page(tags, next(repository, call, answer, tags));
            }
        });
    }

    /** Registries send fewer than they were asked for, and say where the rest is; some that send as many do not. */
    private Optional<URI> next(Repository repository, Call call, Answer answer, List<String> tags) throws CallFailure {
        var link = answer.header("Link").map(NEXT::matcher).filter(Matcher::find);
        if (link.isPresent()) {
            return Optional.of(Transport.target(call, answer.from(), link.get().group(1)));
        }
        return tags.size() < PAGE
                ? Optional.empty()
                : Optional.of(api.resolve(repository.path() + "/tags/list?n=" + PAGE + "&last=" + tags.getLast()));
    }

    /**
     * Deletes a manifest, and with it every tag that stands for it. One that is not there is no failure.
     *
     * @throws StepException if the registry deletes nothing, or nothing for us
     */
    public void delete(Repository repository, Digest manifest) throws InterruptedException {
        var purpose = "delete " + repository + "@" + manifest;
        var call = Call.of(purpose, "DELETE", manifestUri(repository, manifest.toString()), scope(repository))
                .accepting(200, 202, 204, 400, 404, 405, 501);
        int status = persistence.run(() -> {
            try (var answer = transport.send(call)) {
                answer.finish();
                return answer.status();
            }
        });
        if (status == 400 || status == 405 || status == 501) {
            throw new StepException(Problem.of("the registry lets nobody delete images")
                    .where(repository)
                    .found("HTTP status " + status)
                    .remedy(
                            "whoever runs it can allow it (of Distribution's registry, 'storage: {delete: {enabled: true}}'),"
                                    + " or have the registry remove old tags by a rule of its own"));
        }
    }

    /** Some registries answer first and store later, or not at all. */
    private void requireThere(Repository repository, String tag, Descriptor manifest, Call put)
            throws CallFailure, InterruptedException {
        var call = manifests(put.purpose(), "HEAD", repository, tag).accepting(200, 404);
        try (var answer = transport.send(call)) {
            if (answer.status() == 404) {
                throw CallFailure.passing(call, answer.from(), "nothing there, although the registry said it took it");
            }
            answer.requireDigest(manifest);
        }
    }

    boolean holdsBlob(Repository repository, Descriptor blob) throws CallFailure, InterruptedException {
        var purpose = "ask for the blob " + blob.digest() + " of " + repository;
        var call = Call.of(purpose, "HEAD", blobUri(repository, blob), scope(repository))
                .accepting(200, 404);
        try (var answer = transport.send(call)) {
            if (answer.status() == 404) {
                return false;
            }
            answer.requireDigest(blob);
            var size = answer.number("Content-Length");
            if (size.isPresent() && size.getAsLong() != blob.size()) {
                throw CallFailure.lasting(
                        call, answer.from(), "a blob of " + size.getAsLong() + " bytes instead of " + blob.size());
            }
            return true;
        }
    }

    Call blobCall(Repository repository, Descriptor blob) {
        var purpose = "read the blob " + blob.digest() + " of " + repository;
        return Call.of(purpose, "GET", blobUri(repository, blob), scope(repository));
    }

    Scope scope(Repository repository) {
        return switch (use) {
            case PULL -> Scope.pull(repository);
            case PUSH -> Scope.push(repository);
            case DELETE -> Scope.delete(repository);
        };
    }

    URI uploads(Repository repository) {
        return api.resolve(repository.path() + "/blobs/uploads/");
    }

    private static void requireSame(Call call, Answer answer, String tag, Descriptor found) throws CallFailure {
        if (RemoteImage.isDigest(tag) && !Digest.parse(tag).equals(found.digest())) {
            throw CallFailure.lasting(call, answer.from(), "something else, whose digest is " + found.digest());
        }
    }

    private Call manifests(String purpose, String method, Repository repository, String tag) {
        return Call.of(purpose, method, manifestUri(repository, tag), scope(repository))
                .with("Accept", MANIFESTS);
    }

    private URI manifestUri(Repository repository, String tag) {
        return api.resolve(repository.path() + "/manifests/" + tag);
    }

    private URI blobUri(Repository repository, Descriptor blob) {
        return api.resolve(repository.path() + "/blobs/" + blob.digest());
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return Shown.text(end < 0 ? contentType : contentType.substring(0, end));
    }

    /** Docker Hub's API has another host than the names of its images. */
    private static String apiHost(String host) {
        return host.equals("docker.io") || host.equals("index.docker.io") ? "registry-1.docker.io" : host;
    }

    @Override
    public void close() {
        wire.close();
    }
}
