package dev.gristmill.catalogue;

import dev.gristmill.model.CompileHost;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code gristmill.yaml}. */
public final class CatalogueReader {
    private static final Set<String> KEYS = Set.of(
            "registry",
            "insecure",
            "source",
            "images",
            "kernels",
            "profiles",
            "sign",
            "builder",
            "cache",
            "freshness",
            "retention",
            "distcc");
    private static final Set<String> RETENTION_KEYS = Set.of("keep", "younger-than");
    private static final Set<String> IMAGE_KEYS = Set.of("compression", "arm-names", "debug");
    private static final Set<String> KERNEL_KEYS = Set.of("series", "version", "profiles", "source", "builder");
    private static final Set<String> CACHE_KEYS = Set.of("repository", "key");
    private static final Set<String> SIGN_KEYS = Set.of("command", "public-key");
    private static final Set<String> LOCAL_SOURCE_KEYS = Set.of("path", "sha256", "git", "keys");

    private final Path folder;
    private final Mistakes mistakes;

    private CatalogueReader(Path file) {
        this.folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        this.mistakes = new Mistakes(file.toString());
    }

    /** @throws dev.gristmill.model.InvalidInputException with every mistake that the file has */
    public static Catalogue read(Path file) {
        return new CatalogueReader(file).bind(file, YamlFile.read(file));
    }

    /** Whether a text can be the name of a Debian suite. */
    public static boolean isSuite(String text) {
        return BuilderChoiceReader.isSuite(text);
    }

    /** The profiles that come with Gristmill. */
    public static Map<String, Profile> builtInProfiles() {
        try (var in = Objects.requireNonNull(CatalogueReader.class.getResourceAsStream("profiles.yaml"))) {
            var mistakes = new Mistakes("profiles.yaml");
            var node = YamlFile.parse("profiles.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            var profiles = new ProfileReader(Path.of("/"), Map.of(), mistakes).read(node);
            mistakes.throwIfAny();
            return profiles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Catalogue bind(Path file, Node root) {
        var keys = Mapping.of(root, "the catalogue", KEYS, mistakes);
        var builtIn = builtInProfiles();
        var profiles = keys.get("profiles")
                .map(node -> new ProfileReader(folder, builtIn, mistakes).read(node))
                .orElse(builtIn);
        var source = keys.get("source").map(this::source).orElse(new SourceChoice.Auto());
        var insecure =
                keys.list("insecure", "the host of a registry", Optional::of).orElse(List.of());
        var builders = new BuilderChoiceReader(Set.copyOf(insecure), mistakes);
        var builder = keys.get("builder").map(builders::read).orElse(new BuilderChoice.Host());
        var files = new ConfigurationFolders(mistakes::add).find(folder, profiles.keySet());
        var kernels = kernels(keys, profiles.keySet(), new Usual(source, builder, builders), files.isEmpty());
        var registry = keys.text("registry").map(CatalogueReader::withoutTrailingSlash);
        var images = keys.get("images").map(this::images).orElse(ImageChoices.DEFAULT);
        var signing = keys.get("sign").flatMap(this::signing);
        var freshness = keys.parsed("freshness", "a number of days such as 7d", CatalogueReader::days);
        var cache = keys.get("cache").flatMap(this::cache);
        var retention = keys.get("retention").map(this::retention).orElse(Retention.USUAL);
        var hosts = keys.list("distcc", "a machine with jobs, such as build1.example/8", CompileHost::parse)
                .orElse(List.of());
        mistakes.throwIfAny();
        return new Catalogue(
                file,
                registry,
                insecure,
                images,
                kernels,
                profiles,
                files,
                source,
                signing,
                builder,
                cache,
                hosts,
                freshness.map(OptionalLong::of).orElse(OptionalLong.empty()),
                retention,
                Lock.beside(file));
    }

    /** What holds for a kernel that says nothing else. */
    private record Usual(SourceChoice source, BuilderChoice builder, BuilderChoiceReader builders) {}

    private List<KernelEntry> kernels(Mapping keys, Set<String> profiles, Usual usual, boolean required) {
        if (required && keys.get("kernels").isEmpty()) {
            mistakes.add(
                    keys.node(),
                    Problem.of("the catalogue names no kernels").expected("kernels: [{series: \"5.10\"}]"));
        }
        var kernels = new ArrayList<KernelEntry>();
        for (var item : keys.items("kernels").orElse(List.of())) {
            kernel(item, profiles, usual).ifPresent(entry -> addOnce(kernels, entry, item));
        }
        return kernels;
    }

    private void addOnce(List<KernelEntry> kernels, KernelEntry entry, Node at) {
        if (kernels.stream().anyMatch(other -> other.version().equals(entry.version()))) {
            mistakes.add(
                    at,
                    Problem.of("kernel " + entry.version() + " is in the catalogue twice")
                            .remedy("list all its profiles in one place"));
        }
        kernels.add(entry);
    }

    private Optional<KernelEntry> kernel(Node item, Set<String> profiles, Usual usual) {
        var keys = Mapping.of(item, "a kernel", KERNEL_KEYS, mistakes);
        var series = keys.parsed("series", "a series such as \"5.10\"", Series::parse)
                .map(KernelVersion.NewestOf::new);
        var exact = keys.parsed("version", "a release such as \"5.10.262\"", Release::parse)
                .map(KernelVersion.Exactly::new);
        if (keys.get("series").isPresent() == keys.get("version").isPresent()) {
            mistakes.add(item, Problem.of("a kernel needs either 'series' or 'version'"));
        }
        var chosen = keys.get("source").map(this::source).orElse(usual.source());
        var builder = keys.get("builder").map(usual.builders()::read).orElse(usual.builder());
        var named = profileNames(keys, profiles);
        return series.<KernelVersion>map(v -> v)
                .or(() -> exact)
                .map(version -> new KernelEntry(version, named, chosen, builder));
    }

    private List<String> profileNames(Mapping keys, Set<String> profiles) {
        if (keys.get("profiles").isEmpty()) {
            return List.of(Profile.DEFAULT);
        }
        var names = new ArrayList<String>();
        for (var item : keys.items("profiles").orElse(List.of())) {
            keys.scalar(item).ifPresent(name -> {
                if (profiles.contains(name)) {
                    names.add(name);
                } else {
                    mistakes.unknown(item, "profile", name, profiles);
                }
            });
        }
        return names;
    }

    private ImageChoices images(Node node) {
        var keys = Mapping.of(node, "'images'", IMAGE_KEYS, mistakes);
        return new ImageChoices(
                keys.parsed("compression", "gzip or zstd", Compression::named)
                        .orElse(ImageChoices.DEFAULT.compression()),
                keys.flag("arm-names").orElse(ImageChoices.DEFAULT.armNames()),
                keys.flag("debug").orElse(ImageChoices.DEFAULT.debug()));
    }

    private static Optional<Long> days(String text) {
        boolean plain = text.length() > 1 && text.length() < 6 && text.endsWith("d");
        return plain && text.chars().limit(text.length() - 1L).allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Long.parseLong(text.substring(0, text.length() - 1)))
                : Optional.empty();
    }

    private Retention retention(Node node) {
        var keys = Mapping.of(node, "'retention'", RETENTION_KEYS, mistakes);
        return new Retention(
                keys.parsed("keep", "how many releases, from 1 to 999", CatalogueReader::count)
                        .orElse(Retention.USUAL.keep()),
                keys.parsed("younger-than", "a number of days such as 90d", CatalogueReader::days)
                        .orElse(Retention.USUAL.days()));
    }

    private static Optional<Integer> count(String text) {
        boolean number = !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Integer.parseInt(text)).filter(count -> count > 0) : Optional.empty();
    }

    private Optional<CacheChoice> cache(Node node) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(new CacheChoice(withoutTrailingSlash(scalar.getValue()), Optional.empty()));
        }
        var keys = Mapping.of(node, "'cache'", CACHE_KEYS, mistakes);
        if (keys.get("repository").isEmpty()) {
            mistakes.add(node, Problem.of("a cache needs a 'repository'").expected("cache: ghcr.io/acme/kernel-cache"));
        }
        var key = keys.text("key").map(file -> folder.resolve(file).normalize());
        return keys.text("repository").map(name -> new CacheChoice(withoutTrailingSlash(name), key));
    }

    private Optional<SigningCommand> signing(Node node) {
        var keys = Mapping.of(node, "'sign'", SIGN_KEYS, mistakes);
        var key = keys.text("public-key");
        var program = new ArrayList<String>();
        for (var item : keys.items("command").orElse(List.of())) {
            keys.scalar(item).ifPresent(program::add);
        }
        if (key.isEmpty() || program.isEmpty()) {
            mistakes.add(
                    node,
                    Problem.of("a signing command needs 'command' and 'public-key'")
                            .expected("sign: {command: [PROGRAM, ARGUMENT], public-key: FILE}"));
        }
        return key.map(file -> new SigningCommand(program, folder.resolve(file).normalize()));
    }

    private SourceChoice source(Node node) {
        if (node instanceof ScalarNode scalar) {
            switch (scalar.getValue()) {
                case "auto":
                    return new SourceChoice.Auto();
                case "apt":
                    return new SourceChoice.Apt();
                case "kernel.org":
                    return new SourceChoice.KernelOrg();
                default:
                    mistakes.unknown(
                            node,
                            "source",
                            scalar.getValue(),
                            List.of("auto", "apt", "kernel.org", "{path: ...}", "{git: ...}"));
                    return new SourceChoice.Auto();
            }
        }
        var keys = Mapping.of(node, "'source'", LOCAL_SOURCE_KEYS, mistakes);
        var expected = keys.parsed("sha256", "64 lower-case hex digits", CatalogueReader::digest);
        if (keys.get("path").isPresent() == keys.get("git").isPresent()) {
            mistakes.add(
                    node,
                    Problem.of("this source needs 'path' or 'git', and one of them only")
                            .expected("auto, apt, kernel.org, {path: FILE-OR-FOLDER}, or {git: REPOSITORY}"));
        }
        if (keys.get("git").isPresent()) {
            return git(keys, node);
        }
        return keys.text("path")
                .<SourceChoice>map(
                        path -> new SourceChoice.Local(folder.resolve(path).normalize(), expected))
                .orElse(new SourceChoice.Auto());
    }

    private SourceChoice git(Mapping keys, Node node) {
        var repository = keys.text("git").orElse("");
        if (repository.isEmpty() || repository.startsWith("-") || repository.contains("::")) {
            mistakes.add(
                    node,
                    Problem.of("this is no git repository")
                            .expected("an address such as https://HOST/linux.git, or a folder")
                            .found(repository));
        }
        if (keys.get("sha256").isPresent()) {
            mistakes.add(
                    node,
                    Problem.of("a git repository has no 'sha256'")
                            .expected("'keys', a file with the signers' public keys"));
        }
        boolean address = repository.contains(":");
        return new SourceChoice.Git(
                address ? repository : folder.resolve(repository).normalize().toString(),
                keys.text("keys").map(file -> folder.resolve(file).normalize()));
    }

    private static Optional<Digest> digest(String hex) {
        try {
            return Optional.of(new Digest(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutTrailingSlash(String registry) {
        return registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry;
    }
}
