package dev.gristmill.cli;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Images as people name them: in the layout, or, with a host before the name, in that registry. */
final class ImageLookup {
    static final String FORM =
            "NAME:TAG or NAME@sha256:..., such as firecracker-kernel-bin:5.10, in the layout; with a host"
                    + " before it, in that registry.";

    private final GlobalOptions global;
    private final LayoutOption layout = new LayoutOption();
    private final RegistryOptions registry;

    /** What is done with an image while there is a way to it. */
    interface Use<T> {
        T of(ImageStore images, Descriptor root) throws InterruptedException;
    }

    ImageLookup(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    void addTo(CommandSpec spec) {
        layout.addTo(spec);
        registry.addTo(spec);
    }

    Path layout() {
        return layout.folder();
    }

    /** Where images without a host would be published, if anybody says so. */
    Optional<RegistryAddress> address() {
        return registry.address();
    }

    /** @throws InvalidInputException if it names no image, or one that is not there */
    <T> T with(String text, Use<T> use) throws InterruptedException {
        return RemoteImage.namesHost(text)
                ? inRegistry(RemoteImage.parse(text, Optional.empty()), use)
                : inLayout(text, use);
    }

    private <T> T inRegistry(RemoteImage image, Use<T> use) throws InterruptedException {
        var host = image.repository().host();
        try (var client = new RegistryClient(host, registry.access(), RegistryClient.Use.PULL)) {
            return use(new RegistryImages(client, image.repository()), image.tag(), image.toString(), List.of(), use);
        }
    }

    private <T> T inLayout(String text, Use<T> use) throws InterruptedException {
        var named = Reference.parse(text)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no reference to an image")
                        .where(text)
                        .expected("NAME:TAG or NAME@sha256:..., such as firecracker-kernel-bin:5.10")));
        try (var store = global.openStore()) {
            var folder = OciLayout.at(layout.folder(), store);
            var names = folder.references().stream().map(Reference::toString).toList();
            return use(new LayoutImages(folder, named.name()), named.tag(), text, names, use);
        }
    }

    private static <T> T use(ImageStore images, String tag, String text, List<String> others, Use<T> use)
            throws InterruptedException {
        var root = images.find(tag).orElseThrow(() -> {
            var problem = Problem.of("there is no such image").where(text);
            return new InvalidInputException(Nearest.to(text, others)
                    .map(name -> problem.remedy("did you mean '" + name + "'?"))
                    .orElse(problem.remedy("name another layout with --layout, or a registry before the name")));
        });
        return use.of(images, root);
    }
}
