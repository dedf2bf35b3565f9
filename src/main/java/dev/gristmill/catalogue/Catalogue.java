package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.CompileHost;
import dev.gristmill.model.Release;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this repository builds.
 *
 * @param file where it was read from; its relative paths are already resolved against that file's folder
 * @param registry where images go, without a trailing slash, if it says so
 * @param insecure registries, with their ports, that are spoken to without TLS
 * @param images how they are packed and named
 * @param profiles by name, built-in ones included
 * @param configurations full ones that add kernels, sorted by folder and name
 * @param source where kernels come from that no entry names
 * @param signing what signs images where no key is named
 * @param builder with which toolchain kernels are compiled whose entry names none
 * @param cache where built kernels are shared
 * @param compileHosts what compiles for this machine where it compiles with a toolchain of its own
 * @param freshnessDays how far what is published may be behind
 * @param retention which of what is published may go
 * @param lock which releases its series stand for, and which packages its builders consist of
 */
public record Catalogue(
        Path file,
        Optional<String> registry,
        List<String> insecure,
        ImageChoices images,
        List<KernelEntry> kernels,
        Map<String, Profile> profiles,
        List<ConfigurationFile> configurations,
        SourceChoice source,
        Optional<SigningCommand> signing,
        BuilderChoice builder,
        Optional<CacheChoice> cache,
        List<CompileHost> compileHosts,
        OptionalLong freshnessDays,
        Retention retention,
        Lock lock) {
    public Catalogue {
        insecure = List.copyOf(insecure);
        kernels = List.copyOf(kernels);
        profiles = Map.copyOf(profiles);
        configurations = List.copyOf(configurations);
        compileHosts = List.copyOf(compileHosts);
    }

    /** The profile of that name, which must be one of {@link #profiles}. */
    public Profile profile(String name) {
        return Objects.requireNonNull(profiles.get(name), name);
    }

    /** Where a release comes from: as its own entry says, or that of its series, or else the catalogue. */
    public SourceChoice source(Release release) {
        return entry(new KernelVersion.Exactly(release))
                .or(() -> entry(new KernelVersion.NewestOf(release.series())))
                .map(KernelEntry::source)
                .orElse(source);
    }

    /** With which toolchain a release is compiled: as its own entry says, or that of its series, or else the catalogue. */
    public BuilderChoice builder(Release release) {
        return entry(new KernelVersion.Exactly(release))
                .or(() -> entry(new KernelVersion.NewestOf(release.series())))
                .map(KernelEntry::builder)
                .map(this::pinned)
                .orElseGet(() -> pinned(builder));
    }

    /** The same choice, with what the lock says of it. */
    public BuilderChoice pinned(BuilderChoice choice) {
        if (!(choice instanceof BuilderChoice.Local local)) {
            return choice;
        }
        var pins = new EnumMap<Architecture, BuilderPin>(Architecture.class);
        for (var pin : lock.builders()) {
            if (pin.suite().equals(local.suite())) {
                pins.put(pin.host(), pin);
            }
        }
        return new BuilderChoice.Local(local.suite(), pins);
    }

    /** The same, under another lock. */
    public Catalogue with(Lock other) {
        return new Catalogue(
                file,
                registry,
                insecure,
                images,
                kernels,
                profiles,
                configurations,
                source,
                signing,
                builder,
                cache,
                compileHosts,
                freshnessDays,
                retention,
                other);
    }

    /** What an entry's version comes to: a series from a source that others change may be pinned. */
    public KernelVersion pinned(KernelEntry entry) {
        boolean moves =
                entry.version() instanceof KernelVersion.NewestOf && !(entry.source() instanceof SourceChoice.Local);
        return moves
                ? lock.pin(entry.version().series())
                        .<KernelVersion>map(KernelVersion.Pinned::new)
                        .orElse(entry.version())
                : entry.version();
    }

    /** The entry of exactly that version. */
    public Optional<KernelEntry> entry(KernelVersion version) {
        return kernels.stream().filter(entry -> entry.version().equals(version)).findFirst();
    }
}
