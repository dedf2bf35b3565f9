package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The signed tags of a git repository, named as the kernel's are: {@code v5.10.262}, {@code v6.19-rc3}. What is offered is
 * a tag object; its signature is checked when it is fetched. Its identity is the SHA-256 of a line that names the
 * object, so it stands on git's own hash.
 */
public final class GitSource implements KernelSource {
    private static final String TAGS = "refs/tags/";
    private static final String PEELED = "^{}";

    private final String repository;
    private final Optional<Path> keys;

    /**
     * @param repository an address or a folder, as git takes it
     * @param keys of those who may sign, in one file; of those who release kernels, if there is none
     */
    public GitSource(String repository, Optional<Path> keys) {
        this.repository = repository;
        this.keys = keys;
    }

    @Override
    public SourceOffer newest(Series series) throws InterruptedException {
        return tags(series).entrySet().stream()
                .filter(tag -> tag.getKey().candidate().isEmpty())
                .max(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(tag -> offer(tag.getKey(), tag.getValue()))
                .orElseThrow(() -> notOffered("linux " + series));
    }

    @Override
    public SourceOffer exactly(Release release) throws InterruptedException {
        var object = tags(release.series()).get(release);
        if (object == null) {
            throw notOffered("linux " + release);
        }
        return offer(release, object);
    }

    private SourceOffer offer(Release release, String object) {
        var name = name(release);
        return new SourceOffer(
                release,
                Digest.of("git tag object " + object + "\n"),
                0,
                new Place.Tag(repository, name, object, keys),
                "git, signed tag " + name,
                List.of());
    }

    /** The first release of a series has two numbers there. */
    private static String name(Release release) {
        var number =
                release.sublevel() == 0 ? release.series().toString() : release.series() + "." + release.sublevel();
        return "v" + number
                + (release.candidate().isPresent() ? "-rc" + release.candidate().getAsInt() : "");
    }

    /** The tag objects of a series; a tag without an object of its own is not signed, and not listed. */
    private Map<Release, String> tags(Series series) throws InterruptedException {
        var found = new TreeMap<Release, String>();
        var objects = listed("v" + series + "*");
        for (var tag : objects.entrySet()) {
            if (objects.containsKey(tag.getKey() + PEELED)) {
                Release.parse(tag.getKey().substring(1))
                        .filter(release -> release.series().equals(series))
                        .filter(release -> name(release).equals(tag.getKey()))
                        .ifPresent(release -> found.put(release, tag.getValue()));
            }
        }
        return found;
    }

    /** Names of tags, and what they name. */
    private Map<String, String> listed(String pattern) throws InterruptedException {
        var found = new TreeMap<String, String>();
        for (var line : list(pattern)) {
            var words = line.split("\t");
            if (words.length == 2 && words[1].startsWith(TAGS)) {
                found.put(words[1].substring(TAGS.length()), words[0]);
            }
        }
        return found;
    }

    private List<String> list(String pattern) throws InterruptedException {
        if (Children.which("git").isEmpty()) {
            throw new StepException(Problem.of("a repository cannot be asked: there is no git")
                    .where(repository)
                    .remedy("apt-get install git"));
        }
        try {
            var outcome = Children.collect(
                    GitTag.git(Path.of("/"), "ls-remote", "--tags", "--", repository, pattern, pattern + PEELED));
            if (!outcome.succeeded()) {
                throw new StepException(Problem.of("a repository cannot be asked for its tags")
                        .where(repository)
                        .found(String.join("\n", outcome.output())));
            }
            return outcome.output();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a repository cannot be asked for its tags")
                            .where(repository)
                            .found(e),
                    e);
        }
    }

    private InvalidInputException notOffered(String what) {
        return new InvalidInputException(Problem.of("the repository has no tag of " + what)
                .where(repository)
                .expected("an annotated tag named as the kernel's are, such as v5.10.262")
                .remedy("'git ls-remote --tags' shows what there is"));
    }
}
