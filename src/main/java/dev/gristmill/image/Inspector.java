package dev.gristmill.image;

import dev.gristmill.image.Inspection.InspectedFile;
import dev.gristmill.image.Inspection.InspectedImage;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads what is in images of ours. */
public final class Inspector {
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_FILES = 1_000;
    private static final String MODULES = "lib/modules/";
    private static final String CONFIGURATION = "boot/config-";
    private static final long LARGEST_CONFIGURATION = 4L << 20;

    private final ImageSource source;

    public Inspector(ImageSource source) {
        this.source = source;
    }

    /** @throws StepException if it is not an image of ours, or damaged */
    public Inspection inspect(Descriptor root) throws InterruptedException {
        try {
            var images = new ArrayList<InspectedImage>();
            for (var manifest : manifests(root)) {
                images.add(image(PackedImage.read(manifest, source.document(manifest))));
            }
            if (images.isEmpty()) {
                throw new IOException("an index without images");
            }
            return new Inspection(root, images);
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    private static StepException unreadable(Descriptor root, IOException failure) {
        return new StepException(
                Problem.of("this is no image of a kernel that Gristmill can read")
                        .where(root.digest())
                        .found(String.valueOf(failure.getMessage()))
                        .remedy("skopeo inspect shows what any image says of itself"),
                failure);
    }

    /**
     * Writes the kernel configuration that an image carries, {@code boot/config-<release>}.
     *
     * @param root an index or a manifest
     * @param architecture whose of the images is meant, if there are several; where there is none of it, the first is
     * @throws StepException if it is not an image of ours, is damaged, or carries none, as images of modules do
     */
    public void extractConfiguration(Descriptor root, Architecture architecture, Path target)
            throws InterruptedException {
        try {
            var images = new ArrayList<PackedImage>();
            for (var manifest : manifests(root)) {
                images.add(PackedImage.read(manifest, source.document(manifest)));
            }
            var image = images.stream()
                    .min(Comparator.comparing(one -> one.architecture() != architecture))
                    .orElseThrow(() -> new IOException("an index without images"));
            extractConfiguration(image, target);
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    private void extractConfiguration(PackedImage image, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(unpacked(image.layer()))) {
            int entries = 0;
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw new IOException("a layer of more than " + MOST_ENTRIES + " files");
                }
                if (entry.isFile() && entry.getName().startsWith(CONFIGURATION)) {
                    if (entry.getSize() > LARGEST_CONFIGURATION) {
                        throw new IOException("a configuration of " + entry.getSize() + " bytes");
                    }
                    Files.write(target, tar.readAllBytes());
                    return;
                }
            }
        }
        throw new IOException("no file " + CONFIGURATION + "<release>: images of modules have none");
    }

    private List<Descriptor> manifests(Descriptor root) throws IOException, InterruptedException {
        var json = JsonObject.parse(source.document(root));
        if (!json.has("manifests")) {
            return List.of(root);
        }
        var manifests = new ArrayList<Descriptor>();
        for (var entry : json.objects("manifests")) {
            manifests.add(Descriptor.from(entry));
        }
        return manifests;
    }

    private InspectedImage image(PackedImage image) throws IOException {
        var files = new ArrayList<InspectedFile>();
        int modules = 0;
        long moduleBytes = 0;
        int entries = 0;
        try (var tar = new TarArchiveInputStream(unpacked(image.layer()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = entry.getName();
                if (++entries > MOST_ENTRIES) {
                    throw new IOException("a layer of more than " + MOST_ENTRIES + " files");
                }
                if (path.startsWith(MODULES) && !entry.isSymbolicLink()) {
                    modules += path.endsWith(".ko") ? 1 : 0;
                    moduleBytes += entry.getSize();
                } else if (!entry.isDirectory() && files.size() < MOST_FILES) {
                    files.add(new InspectedFile(
                            path,
                            entry.getSize(),
                            entry.isSymbolicLink() ? Optional.of(entry.getLinkName()) : Optional.empty()));
                }
            }
        }
        return new InspectedImage(image, files, modules, moduleBytes);
    }

    private InputStream unpacked(Descriptor layer) throws IOException {
        return LayerStream.unpacked(source.open(layer), layer);
    }
}
