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
        var images = new RegistryImages(client, image.repository());
        var root = images.find(image.tag())
                .orElseThrow(() -> new StepException(Problem.of("the registry does not have this image")
                        .where(image)
                        .remedy("check its name and tag; a registry also says so of what you may not see, so log in")));
        var found = new ArrayList<Subject>();
        try {
            var top = read(images, root);
            found.add(top);
            var children = top.document.objects("manifests");
            if (children.size() > MOST_CHILDREN) {
                throw new MalformedJsonException("manifests", "at most " + MOST_CHILDREN, children.size());
            }
            for (var child : children) {
                found.add(read(images, Descriptor.from(child)));
            }
            return found;
        } catch (MalformedJsonException e) {
            throw new StepException(
                    Problem.of("this is no image").where(image).found(String.valueOf(e.getMessage())), e);
        }
    }

    private static Subject read(RegistryImages images, Descriptor descriptor)
            throws InterruptedException, MalformedJsonException {
        return new Subject(images.repository(), descriptor, JsonObject.parse(images.document(descriptor)));
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
