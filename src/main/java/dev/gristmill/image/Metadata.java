package dev.gristmill.image;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image says of itself, as annotations and as labels: {@code skopeo inspect} shows labels only, registries
 * annotations only. Nothing here knows the name an image is published under.
 */
final class Metadata {
    static final String OURS = "dev.gristmill.kernel.";

    static final String RELEASE = OURS + "release";
    static final String ARCHITECTURE = OURS + "arch";
    static final String PROFILE = OURS + "profile";
    static final String BOOT_FILE_SIZE = OURS + "size";
    static final String VERSION = "org.opencontainers.image.version";

    static final String VMM = OURS + "vmm";
    private static final String PATH = OURS + "path";
    private static final String FORMAT = OURS + "format";
    private static final String SHA256 = OURS + "sha256";
    private static final String BUILD_KEY = OURS + "build-key";
    private static final String VIOLATIONS = OURS + "contract-violations";
    private static final String MODULES_MOUNT = OURS + "modules-mount";
    private static final String MODULES_LAYER = OURS + "modules-layer";
    private static final String BIN_LAYER = OURS + "bin-layer";

    private static final String SOURCE = "https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git";
    private static final String LICENSES = "GPL-2.0-only WITH Linux-syscall-note"; // COPYING in the source

    /** What differs from one architecture to the next, and so is nothing to say of an index. */
    private static final List<String> OF_ONE_ARCHITECTURE =
            List.of(ARCHITECTURE, PATH, FORMAT, SHA256, BOOT_FILE_SIZE, BUILD_KEY, MODULES_LAYER, BIN_LAYER);

    private Metadata() {}

    /** What is true of every image of that kernel. */
    static SortedMap<String, String> of(ImageKind kind, KernelImageSpec spec) {
        var kernel = spec.kernel();
        var all = new TreeMap<String, String>();
        var vmms = spec.vmms().stream().map(Vmm::id).sorted().toList();
        var name = "Linux " + kernel.kernelRelease() + " (" + spec.profile() + ")";
        all.put("org.opencontainers.image.title", name + " " + kind.title());
        all.put(
                "org.opencontainers.image.description",
                "The " + kind.title() + " of " + name + " for microVMs under " + String.join(" and ", vmms));
        all.put(VERSION, kernel.kernelRelease());
        all.put("org.opencontainers.image.source", SOURCE);
        all.put("org.opencontainers.image.revision", tag(kernel.release()));
        all.put("org.opencontainers.image.created", created(kernel.date()));
        all.put("org.opencontainers.image.licenses", LICENSES);
        all.putAll(spec.labels());
        all.put(RELEASE, kernel.kernelRelease());
        all.put(ARCHITECTURE, kernel.architecture().id());
        all.put(PROFILE, spec.profile());
        all.put(VMM, String.join(",", vmms));
        all.put(BUILD_KEY, kernel.buildKey().toString());
        if (!spec.violations().isEmpty()) {
            all.put(VIOLATIONS, spec.violationText());
        }
        if (kernel.modules().isPresent()) {
            all.put(MODULES_MOUNT, "/" + Contents.modulesFolder(kernel));
        }
        return all;
    }

    static void addBootFile(SortedMap<String, String> all, String format, Digest digest, long size) {
        all.put(PATH, Contents.BOOT_FILE);
        all.put(FORMAT, format);
        all.put(SHA256, digest.hex());
        all.put(BOOT_FILE_SIZE, Long.toString(size));
    }

    /**
     * A manifest's digest depends on what the manifest says, so bin and modules cannot both name the other's manifest;
     * they name the other's layer, which depends on content alone.
     */
    static void addPairing(SortedMap<String, String> all, ImageKind kind, Layer bin, Layer modules) {
        switch (kind) {
            case BIN -> all.put(MODULES_LAYER, modules.blob().digest().toString());
            case MODULES -> all.put(BIN_LAYER, bin.blob().digest().toString());
            case BASE, DEBUG -> {}
        }
    }

    /** What all of the images say alike. */
    static SortedMap<String, String> common(List<PackedImage> images) {
        var common = new TreeMap<>(images.getFirst().annotations());
        common.keySet().removeAll(OF_ONE_ARCHITECTURE);
        for (var image : images) {
            common.entrySet().retainAll(image.annotations().entrySet());
        }
        return common;
    }

    static String created(Instant date) {
        return date.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The tag in the kernel's repository: the first release of a series has no third number there. */
    private static String tag(Release release) {
        var number =
                release.sublevel() == 0 ? release.series().toString() : release.series() + "." + release.sublevel();
        return "v" + number
                + (release.candidate().isPresent() ? "-rc" + release.candidate().getAsInt() : "");
    }
}
