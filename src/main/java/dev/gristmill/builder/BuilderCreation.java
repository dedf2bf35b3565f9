package dev.gristmill.builder;

import dev.gristmill.catalogue.BuilderPin;
import dev.gristmill.catalogue.Lock;
import dev.gristmill.catalogue.PinnedPackage;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.FolderImagePacker;
import dev.gristmill.image.ImageIndex;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.image.TaggedIndex;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes builders: packages into a root file system, that into an image, and this machine's own into the store. */
public final class BuilderCreation {
    public static final String NAME = "kernel-builder";

    /** Of everything in a builder: which packages it is made of says all about its age. */
    private static final Instant DATE = Instant.parse("2000-01-01T00:00:00Z");

    private static final String OURS = "dev.gristmill.builder.";

    private final Store store;
    private final DebianRoot debian;
    private final FolderImagePacker packer;
    private final BuilderStore unpacked;
    private final BuilderRoots roots;

    public BuilderCreation(Store store, Progress progress) {
        this.store = store;
        this.debian = new DebianRoot(AptConfiguration.ofThisMachine(), progress);
        this.packer = new FolderImagePacker(store, progress);
        this.unpacked = new BuilderStore(store, progress);
        this.roots = new BuilderRoots(store);
    }

    /**
     * What was made.
     *
     * @param lock with everything it is made of; not written yet
     * @param images under the tag that stays, and under that of the suite
     */
    public record Created(Lock lock, List<PublishedIndex> images) {}

    /**
     * Makes the builder of a suite.
     *
     * @param hosts for machines of which architectures
     * @param lock of what it pins of the suite, exactly that is made
     * @throws StepException if that cannot be had any more, or comes out otherwise than it did
     */
    public Created run(String suite, Collection<Architecture> hosts, Lock lock, OciLayout layout)
            throws InterruptedException {
        var images = new ArrayList<PackedImage>();
        var now = lock;
        for (var host : hosts.stream().sorted().toList()) {
            var pin = lock.builder(suite, host);
            var made = make(suite, host, pin.map(BuilderPin::packages).orElse(List.of()));
            var layer = made.image().layer();
            pin.ifPresent(earlier -> requireSame(earlier, layer.digest()));
            if (Architecture.ofThisMachine().filter(host::equals).isPresent()) {
                unpack(layer);
            }
            images.add(made.image());
            now = now.with(new BuilderPin(suite, host, layer.digest(), made.packages()));
        }
        var index = new ImageIndex(images);
        var reference = new Reference(NAME, suite + "-" + index.digest().abbreviated());
        return new Created(now, layout.put(List.of(new TaggedIndex(reference, Optional.of(suite), index))));
    }

    /**
     * Makes this machine's builder of the newest packages, and unpacks it.
     *
     * @return what it is made of
     * @throws StepException if a package cannot be had, or this machine is of an architecture that none is made for
     */
    public BuilderPin newest(String suite) throws InterruptedException {
        var host = Architecture.ofThisMachine()
                .orElseThrow(() -> new StepException(Problem.of(
                                "there are no builders for machines of this architecture")
                        .remedy("the key 'builder: host' of the catalogue compiles with what the machine has")));
        try (var _ = store.lock("builder-newest-" + suite)) {
            var made = make(suite, host, List.of());
            unpack(made.image().layer());
            return new BuilderPin(suite, host, made.image().layer().digest(), made.packages());
        }
    }

    /**
     * Makes a pinned builder and unpacks it, for a machine that has it not yet.
     *
     * @throws StepException if a package cannot be had any more, or it comes out otherwise than it did
     */
    public void unpack(BuilderPin pin) throws InterruptedException {
        try (var _ = store.lock("builder-made-" + pin.layer().hex())) {
            if (!roots.has(pin.layer())) {
                var layer =
                        make(pin.suite(), pin.host(), pin.packages()).image().layer();
                requireSame(pin, layer.digest());
                unpack(layer);
            }
        }
    }

    private void unpack(Descriptor layer) throws InterruptedException {
        unpacked.unpack(layer, () -> Files.newInputStream(packer.blob(layer)));
    }

    private record Made(PackedImage image, List<PinnedPackage> packages) {}

    private Made make(String suite, Architecture host, List<PinnedPackage> pinned) throws InterruptedException {
        var work = store.temporary("builder-root");
        try {
            var packages = debian.make(Files.createDirectories(work), suite, host, pinned);
            var root = work.resolve("root");
            Trimming.run(root, description(suite, packages), packages);
            var metadata = metadata(suite, host, packages);
            return new Made(packer.pack(root, "builder " + suite + " " + host, host, DATE, metadata), packages);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the builder cannot be made")
                            .where("suite " + suite)
                            .found(e),
                    e);
        } finally {
            remove(work);
        }
    }

    private static void requireSame(BuilderPin pin, Digest layer) {
        if (!pin.layer().equals(layer)) {
            throw new StepException(Problem.of("the packages that the lock pins gave another builder")
                    .where("suite " + pin.suite() + ", host " + pin.host())
                    .expected(pin.layer())
                    .found(layer)
                    .remedy("the lock was written by another version of Gristmill, or edited;"
                            + " 'gristmill builder create --update' makes it anew"));
        }
    }

    /** {@code gcc 12.2.0-14, binutils 2.40-2, builder bookworm}. */
    private static String description(String suite, List<PinnedPackage> packages) {
        var gcc = packages.stream()
                .filter(one -> one.name().startsWith("gcc-")
                        && one.name().substring(4).chars().allMatch(Character::isDigit))
                .map(one -> "gcc " + one.version());
        var binutils =
                packages.stream().filter(one -> one.name().equals("binutils")).map(one -> "binutils " + one.version());
        return Stream.concat(gcc, binutils).collect(Collectors.joining(", ")) + ", builder " + suite;
    }

    private static SortedMap<String, String> metadata(String suite, Architecture host, List<PinnedPackage> packages) {
        var all = new TreeMap<String, String>();
        all.put("org.opencontainers.image.title", "Kernel builder " + suite);
        all.put("org.opencontainers.image.description", "The toolchain of " + suite + " that Gristmill compiles with");
        all.put("org.opencontainers.image.version", suite);
        all.put(OURS + "suite", suite);
        all.put(OURS + "host", host.id());
        all.put(OURS + "toolchain", description(suite, packages));
        all.put(OURS + "packages", Integer.toString(packages.size()));
        return all;
    }

    private static void remove(Path work) {
        try {
            Folders.delete(work);
        } catch (IOException e) {
            // The store removes it at the end of the run, or at the beginning of the next.
        }
    }
}
