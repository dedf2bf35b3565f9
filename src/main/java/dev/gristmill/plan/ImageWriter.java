package dev.gristmill.plan;

import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.contract.Violation;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Parallel;
import dev.gristmill.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** From built kernels to tagged images in a layout. */
final class ImageWriter {
    private final ImagePacker packer;
    private final ImageNames names;

    /**
     * @param symbols only where they are wanted in an image of their own
     * @param violations what it breaks in the contracts of its VMMs, with leave
     */
    record Finished(BuiltKernel kernel, Optional<KernelSymbols> symbols, List<Violation> violations) {}

    ImageWriter(Store store, Progress progress, ImageChoices choices) {
        this.packer = new ImagePacker(store, progress, choices.compression());
        this.names = new ImageNames(Profile.DEFAULT, Profile.CUSTOM, choices.armNames());
    }

    /**
     * Packs kernels that are published together, and tags them all at once.
     *
     * @param kernels those of the group, in its order
     */
    WrittenImages write(Group group, List<Finished> kernels) throws InterruptedException {
        var profile = group.kernels().getFirst().planned().profile();
        // Side by side, since much of packing one kernel waits for a single thread that reads and hashes.
        var packed = Parallel.map(kernels, kernel -> {
            var spec = KernelImageSpec.of(kernel.kernel(), profile.name(), Set.copyOf(profile.vmms()))
                    .violating(kernel.violations());
            return packer.pack(spec, kernel.symbols());
        });
        var written = IntStream.range(0, packed.size())
                .mapToObj(i -> new Packed(group.kernels().get(i).planned(), packed.get(i)))
                .toList();
        return new WrittenImages(group.layout(), written, group.layout().put(names.of(packed)));
    }
}
