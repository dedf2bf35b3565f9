package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images of one name in a layout.
 *
 * @param name {@code firecracker-kernel-bin}
 */
public record LayoutImages(OciLayout layout, String name) implements ImageStore {

    @Override
    public ImageStore sister(String other) {
        return new LayoutImages(layout, other);
    }

    @Override
    public Optional<Descriptor> find(String tag) {
        var named = layout.find(new Reference(name, tag));
        return named.isPresent() || !RemoteImage.isDigest(tag)
                ? named
                : layout.references().stream()
                        .filter(reference -> reference.name().equals(name))
                        .flatMap(reference -> layout.find(reference).stream())
                        .flatMap(root -> Stream.concat(Stream.of(root), images(root).stream()))
                        .filter(found -> found.digest().toString().equals(tag))
                        .findFirst();
    }

    /** Of an index: what it is over. */
    private List<Descriptor> images(Descriptor root) {
        try {
            var json = JsonObject.parse(document(root));
            var images = new ArrayList<Descriptor>();
            if (json.has("manifests")) {
                for (var entry : json.objects("manifests")) {
                    images.add(Descriptor.from(entry));
                }
            }
            return images;
        } catch (IOException e) {
            throw damaged(root, e);
        }
    }

    @Override
    public byte[] document(Descriptor manifest) {
        try {
            return layout.document(manifest);
        } catch (IOException e) {
            throw damaged(manifest, e);
        }
    }

    @Override
    public InputStream open(Descriptor blob) {
        try {
            return new VerifiedStream(Files.newInputStream(file(blob)), blob);
        } catch (IOException e) {
            throw damaged(blob, e);
        }
    }

    /** Where a blob is, which has the size that it should have. */
    Path file(Descriptor blob) {
        var file = layout.path(blob);
        try {
            if (Files.size(file) != blob.size()) {
                throw new IOException(Files.size(file) + " bytes instead of " + blob.size());
            }
            return file;
        } catch (IOException e) {
            throw damaged(blob, e);
        }
    }

    private StepException damaged(Descriptor blob, IOException failure) {
        return new StepException(
                Problem.of("a blob of the image layout cannot be read")
                        .where(layout.path(blob))
                        .expected(blob.digest())
                        .found(failure)
                        .remedy("build or pull " + name + " again, into another folder"),
                failure);
    }
}
