package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.DotConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two configurations side by side, each that of a kernel or a file. What only one of two terms says holds for both:
 * {@code tiny@5.10 arm64} are two kernels of the profile tiny and the series 5.10.
 *
 * @param before what the first one is, for people
 * @param after what the second one is
 */
public record ConfigurationComparison(String before, String after, ConfigurationChanges changes) {
    /** One of the two. */
    private record Side(String name, DotConfig config) {}

    /**
     * @param catalogue read only if a term names a kernel
     */
    public static ConfigurationComparison of(
            String first, String second, Supplier<Catalogue> catalogue, Configurations configurations)
            throws InterruptedException {
        if (isFile(first) && isFile(second)) {
            return between(file(first), file(second));
        }
        var known = catalogue.get();
        var a = isFile(first) ? null : ConfigurationTerm.parse(first, known);
        var b = isFile(second) ? null : ConfigurationTerm.parse(second, known);
        var before = Optional.ofNullable(kernel(a, b, Optional.empty(), known));
        var after = Optional.ofNullable(kernel(b, a, before, known));
        return between(
                before.isPresent() ? resolved(before.get(), configurations) : file(first),
                after.isPresent() ? resolved(after.get(), configurations) : file(second));
    }

    private static @Nullable PlannedKernel kernel(
            @Nullable ConfigurationTerm term,
            @Nullable ConfigurationTerm other,
            Optional<PlannedKernel> beside,
            Catalogue catalogue) {
        if (term == null) {
            return null;
        }
        var both = other == null ? term : term.or(other);
        return beside.map(both::or).orElse(both).in(catalogue);
    }

    /** A name alone is never taken for a file because there happens to be one. */
    private static boolean isFile(String term) {
        return term.endsWith(".config") || term.startsWith("/") || term.startsWith("./") || term.startsWith("../");
    }

    private static Side file(String name) {
        return new Side(name, DotConfig.read(Path.of(name)));
    }

    private static Side resolved(PlannedKernel kernel, Configurations configurations) throws InterruptedException {
        var configured = configurations.resolve(kernel);
        return new Side(configured.name(), configured.configuration().read());
    }

    private static ConfigurationComparison between(Side a, Side b) {
        return new ConfigurationComparison(a.name(), b.name(), ConfigurationChanges.between(a.config(), b.config()));
    }
}
