package dev.gristmill.source;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Task;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A signed tag, brought as an archive of its tree. What the tag object says is signed; it names a commit by its hash,
 * which git checks for everything that it receives.
 */
final class GitTag {
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final int LARGEST_TAG = 1 << 20;

    /** What git may be told from outside: the way to the network. */
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy");

    private final Place.Tag place;
    private final Store store;

    GitTag(Place.Tag place, Store store) {
        this.place = place;
        this.store = store;
    }

    /** Git in that folder, without configuration, hooks, questions, or programs named by the repository. */
    static Command git(Path folder, String... arguments) {
        var argv = new ArrayList<>(List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "transfer.fsckObjects=true"));
        argv.addAll(List.of(arguments));
        var environment = new TreeMap<>(Map.of(
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file"));
        PROXIES.forEach(name -> {
            var value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        });
        return Command.of(folder, argv.toArray(String[]::new)).with(environment);
    }

    /**
     * An archive of the tag's tree, in the run's own folder of the store.
     *
     * @throws StepException if it cannot be had, is another tag than was offered, or is not signed by whom it should
     */
    Path archive(ReleaseSignatures signatures, Task task) throws IOException, InterruptedException {
        var repository = Files.createDirectories(store.temporary("git"));
        run(repository, "init", "--quiet", "--bare");
        var ref = "refs/tags/" + place.name();
        run(repository, "fetch", "--quiet", "--depth=1", "--no-tags", place.repository(), ref + ":" + ref);
        require("object", place.object(), run(repository, "rev-parse", ref));
        var tag = tagObject(repository);
        var signer = verified(tag, signatures);
        var archive = store.temporary("archive");
        run(repository, "archive", "--format=tar", "--prefix=linux/", "--output=" + archive, place.object());
        task.done("fetched and verified, signed by " + signer);
        return archive;
    }

    private String tagObject(Path repository) throws IOException, InterruptedException {
        var file = repository.resolve("signed-tag");
        // Through a file, since the last line break belongs to what is signed.
        var command = git(repository, "cat-file", "tag", place.object());
        var argv = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > signed-tag", "sh"));
        argv.addAll(command.argv());
        run(new Command(argv, repository, command.environment()));
        if (Files.size(file) > LARGEST_TAG) {
            throw new StepException(Problem.of("a tag is too large")
                    .where(place)
                    .expected("at most " + LARGEST_TAG + " bytes")
                    .found(Files.size(file) + " bytes"));
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private String verified(String tag, ReleaseSignatures signatures) throws InterruptedException {
        int signature = tag.indexOf(SIGNATURE);
        if (signature < 0) {
            throw new StepException(Problem.of("a tag of a kernel release is not signed")
                    .where(place)
                    .expected("a signature behind its message")
                    .remedy("only signed tags are taken; 'source: {path: ...}' takes what you vouch for yourself"));
        }
        var header = Arrays.asList(tag.substring(0, signature).split("\n"));
        if (!header.contains("tag " + place.name())) {
            throw new StepException(Problem.of("a tag was signed under another name")
                    .where(place)
                    .expected("tag " + place.name())
                    .found(header.stream()
                            .filter(line -> line.startsWith("tag "))
                            .findFirst()
                            .orElse("no name")));
        }
        return signatures.signer(
                tag.substring(0, signature).getBytes(StandardCharsets.ISO_8859_1),
                tag.substring(signature).getBytes(StandardCharsets.ISO_8859_1),
                place);
    }

    private void require(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new StepException(Problem.of("a tag has changed since it was offered")
                    .where(place)
                    .expected(what + " " + expected)
                    .found(found));
        }
    }

    private String run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(git(folder, arguments));
    }

    private String run(Command command) throws IOException, InterruptedException {
        var outcome = Children.collect(command);
        if (!outcome.succeeded()) {
            throw new StepException(Problem.of("git cannot bring a kernel release")
                    .where(place)
                    .found(String.join("\n", outcome.output())));
        }
        return String.join("\n", outcome.output());
    }
}
