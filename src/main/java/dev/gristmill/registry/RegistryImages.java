package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images of one repository of a registry. */
public record RegistryImages(RegistryClient client, Repository repository) implements ImageStore {

    @Override
    public String name() {
        return repository.name();
    }

    @Override
    public ImageStore sister(String name) {
        return new RegistryImages(client, repository.sister(name));
    }

    @Override
    public Optional<Descriptor> find(String tag) throws InterruptedException {
        return client.find(repository, tag);
    }

    /** The manifests that an index lists; none where the root is no index, or cannot be read. */
    public List<Digest> parts(Descriptor root) throws InterruptedException {
        try {
            var json = JsonObject.parse(document(root));
            var parts = new ArrayList<Digest>();
            if (json.has("manifests")) {
                for (var entry : json.objects("manifests")) {
                    parts.add(entry.digest("digest"));
                }
            }
            return parts;
        } catch (MalformedJsonException e) {
            return List.of();
        }
    }

    @Override
    public byte[] document(Descriptor manifest) throws InterruptedException {
        var content = client.manifest(repository, manifest.digest().toString()).content();
        if (content.length != manifest.size()) {
            throw new StepException(Problem.of("a manifest has another size than is said of it")
                    .where(repository + "@" + manifest.digest())
                    .expected(manifest.size() + " bytes")
                    .found(content.length + " bytes"));
        }
        return content;
    }

    @Override
    public InputStream open(Descriptor blob) {
        return new VerifiedStream(new DownloadStream(client, client.blobCall(repository, blob), blob.size()), blob);
    }
}
