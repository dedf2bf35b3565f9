package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.model.Architecture;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Two configurations side by side, each that of a kernel, an image or a file. What only one of two terms says holds for both:
 * {@code tiny@5.10 arm64} are two kernels of the profile tiny and the series 5.10.
 *
 * @param before what the first one is, for people
 * @param after what the second one is
 */
public record ConfigurationComparison(String before, String after, ConfigurationChanges changes) {
    /** One of the two. */
    private record Side(String name, DotConfig config) {}

    /** Where the configuration inside an image is read. */
    public interface Images {
        /** @param architecture whose of the kernels in it is meant */
        DotConfig configuration(String reference, Architecture architecture) throws InterruptedException;
    }

    /**
     * @param catalogue read only if a term names a kernel
     */
    public static ConfigurationComparison of(
            String first, String second, Supplier<Catalogue> catalogue, Configurations configurations, Images images)
            throws InterruptedException {
        Optional<Catalogue> known =
                isKernel(first) || isKernel(second) ? Optional.of(catalogue.get()) : Optional.empty();
        var a = term(first, known);
        var b = term(second, known);
        var before = kernel(a, b, Optional.empty(), known);
        var after = kernel(b, a, before, known);
        var architecture = Stream.concat(before.stream(), after.stream())
                .map(PlannedKernel::architecture)
                .findFirst()
                .or(Architecture::ofThisMachine)
                .orElse(Architecture.X86_64);
        return between(
                before.isPresent() ? resolved(before.get(), configurations) : read(first, architecture, images),
                after.isPresent() ? resolved(after.get(), configurations) : read(second, architecture, images));
    }

    private static Optional<ConfigurationTerm> term(String text, Optional<Catalogue> catalogue) {
        return isKernel(text) ? catalogue.map(known -> ConfigurationTerm.parse(text, known)) : Optional.empty();
    }

    private static Optional<PlannedKernel> kernel(
            Optional<ConfigurationTerm> term,
            Optional<ConfigurationTerm> other,
            Optional<PlannedKernel> beside,
            Optional<Catalogue> catalogue) {
        var both = term.map(one -> other.map(one::or).orElse(one));
        return both.flatMap(
                one -> catalogue.map(known -> beside.map(one::or).orElse(one).in(known)));
    }

    /** A name alone is never taken for a file because there happens to be one. */
    private static boolean isFile(String term) {
        return term.endsWith(".config") || term.startsWith("/") || term.startsWith("./") || term.startsWith("../");
    }

    /** No part of a kernel's name has a colon, and every reference to an image has. */
    private static boolean isImage(String term) {
        return !isFile(term) && term.indexOf(':') >= 0;
    }

    private static boolean isKernel(String term) {
        return !isFile(term) && !isImage(term);
    }

    private static Side read(String name, Architecture architecture, Images images) throws InterruptedException {
        return new Side(name, isImage(name) ? images.configuration(name, architecture) : DotConfig.read(Path.of(name)));
    }

    private static Side resolved(PlannedKernel kernel, Configurations configurations) throws InterruptedException {
        var configured = configurations.resolve(kernel);
        return new Side(configured.name(), configured.configuration().read());
    }

    private static ConfigurationComparison between(Side a, Side b) {
        return new ConfigurationComparison(a.name(), b.name(), ConfigurationChanges.between(a.config(), b.config()));
    }
}
