package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Claim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An image or index in a registry, as its digest names it.
 *
 * @param document its manifest or index
 */
public record Subject(Repository repository, Descriptor descriptor, JsonObject document) {
    private static final int MOST_CHILDREN = 64;

    /** What a tag or digest stands for, and behind it the images it is over. */
    static List<Subject> of(RegistryClient client, RemoteImage image) throws InterruptedException {
        var top = root(client, image);
        var found = new ArrayList<>(List.of(top));
        for (var child : top.children()) {
            found.add(top.child(client, child));
        }
        return found;
    }

    /** What a tag or digest stands for. */
    static Subject root(RegistryClient client, RemoteImage image) throws InterruptedException {
        var images = new RegistryImages(client, image.repository());
        var root = images.find(image.tag())
                .orElseThrow(() -> new StepException(Problem.of("the registry does not have this image")
                        .where(image)
                        .remedy("check its name and tag; a registry also says so of what you may not see, so log in")));
        return read(images, root);
    }

    /** What an index is over; nothing for an image. */
    List<Descriptor> children() {
        try {
            var found = new ArrayList<Descriptor>();
            for (var child : document.objects("manifests")) {
                found.add(Descriptor.from(child));
            }
            if (found.size() > MOST_CHILDREN) {
                throw new MalformedJsonException("manifests", "at most " + MOST_CHILDREN, found.size());
            }
            return found;
        } catch (MalformedJsonException e) {
            throw malformed(repository, descriptor, e);
        }
    }

    Subject child(RegistryClient client, Descriptor child) throws InterruptedException {
        return read(new RegistryImages(client, repository), child);
    }

    private static Subject read(RegistryImages images, Descriptor descriptor) throws InterruptedException {
        try {
            return new Subject(images.repository(), descriptor, JsonObject.parse(images.document(descriptor)));
        } catch (MalformedJsonException e) {
            throw malformed(images.repository(), descriptor, e);
        }
    }

    private static StepException malformed(Repository repository, Descriptor descriptor, MalformedJsonException e) {
        return new StepException(
                Problem.of("this is no image")
                        .where(repository + "@" + descriptor.digest())
                        .found(String.valueOf(e.getMessage())),
                e);
    }

    /** What the claim says of it. */
    byte[] statement(Claim claim) {
        try {
            return claim.about(repository.toString(), descriptor.digest());
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("an attestation cannot be written").where(this).found(e), e);
        }
    }

    boolean isIndex() {
        return document.has("manifests");
    }

    @Override
    public String toString() {
        return repository + "@" + descriptor.digest();
    }
}
