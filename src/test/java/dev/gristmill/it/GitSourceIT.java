package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.GitSource;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceStore;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases from a real repository, whose tags are signed with throw-away keys by the real gpg. */
class GitSourceIT {
    @TempDir
    private Path folder;

    private Store store;
    private Path repository;

    @BeforeEach
    void makeRepository() throws Exception {
        store = new Store(folder.resolve("store"));
        repository = Files.createDirectories(folder.resolve("linux"));
        git("init", "--quiet");
        key("maker");
        key("stranger");
        for (int sublevel = 1; sublevel <= 2; sublevel++) {
            commit(sublevel);
            tag("maker", "v5.10." + sublevel);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (var home : List.of("maker", "stranger")) {
            run("gpgconf", "--homedir", folder.resolve(home).toString(), "--kill", "all");
        }
        store.close();
    }

    @Test
    void takesATagThatItsMakerSigned() throws Exception {
        var tree = obtain(source("maker").exactly(release("5.10.1")));
        assertThat(tree.release()).hasToString("5.10.1");
        assertThat(tree.origin()).isEqualTo("git, signed tag v5.10.1");
        assertThat(tree.root().resolve("Makefile")).content().contains("SUBLEVEL = 1");
        assertThat(tree.root().resolve(".git")).doesNotExist();
        assertThat(tree.date()).hasToString("2026-01-03T04:05:01Z");
    }

    @Test
    void takesTheNewestOfASeriesAndNoCandidate() throws Exception {
        tag("maker", "v5.10.10");
        tag("maker", "v5.10.11-rc1");
        tag("maker", "v5.100.1");
        assertThat(source("maker").newest(Series.parse("5.10").orElseThrow()).release())
                .hasToString("5.10.10");
    }

    @Test
    void anUnchangedTagKeepsItsIdentity() throws Exception {
        var first = source("maker").exactly(release("5.10.1"));
        commit(3);
        tag("maker", "v5.10.3");
        assertThat(source("maker").exactly(release("5.10.1")).identity()).isEqualTo(first.identity());
        assertThat(source("maker").exactly(release("5.10.2")).identity()).isNotEqualTo(first.identity());
    }

    @Test
    void refusesATagOfAnother() throws Exception {
        tag("stranger", "v5.10.2");
        refused("by the unknown key", source("maker").exactly(release("5.10.2")));
    }

    @Test
    void refusesAReleaseThatIsNotFromThoseWhoReleaseKernels() throws Exception {
        var source = new GitSource(repository.toString(), Optional.empty());
        refused("not signed by anybody who releases kernels", source.exactly(release("5.10.2")));
    }

    @Test
    void doesNotListATagWithoutAnObject() throws Exception {
        git("tag", "v5.10.3");
        assertThatThrownBy(() -> source("maker").exactly(release("5.10.3")))
                .hasMessageContaining("has no tag of linux 5.10.3");
    }

    @Test
    void refusesATagWithoutASignature() throws Exception {
        git("tag", "--annotate", "--message", "Linux 5.10.3", "v5.10.3");
        refused("is not signed", source("maker").exactly(release("5.10.3")));
    }

    /** An old release, offered as a new one by whoever can write to the repository. */
    @Test
    void refusesATagThatWasSignedUnderAnotherName() throws Exception {
        git("update-ref", "refs/tags/v5.10.3", "refs/tags/v5.10.1");
        refused("signed under another name", source("maker").exactly(release("5.10.3")));
    }

    @Test
    void refusesATagThatMovedMeanwhile() throws Exception {
        var offer = source("maker").exactly(release("5.10.2"));
        commit(2);
        tag("maker", "v5.10.2");
        refused("has changed since it was offered", offer);
    }

    @Test
    void refusesATreeOfAnotherRelease() throws Exception {
        tag("maker", "v5.10.3");
        refused("another release than it was said to", source("maker").exactly(release("5.10.3")));
    }

    @Test
    void saysWhatGitSaysOfARepositoryThatIsNotThere() {
        var source = new GitSource(folder.resolve("nowhere").toString(), Optional.empty());
        assertThatThrownBy(() -> source.exactly(release("5.10.1")))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("cannot be asked for its tags")
                .hasMessageContaining("nowhere");
    }

    private void refused(String reason, SourceOffer offer) {
        assertThatThrownBy(() -> obtain(offer))
                .isInstanceOf(StepException.class)
                .hasMessageContaining(reason);
        assertThat(store.trees()).doesNotExist();
    }

    private dev.gristmill.source.SourceTree obtain(SourceOffer offer) throws InterruptedException {
        return new SourceStore(store, Progress.none()).obtain(offer);
    }

    private GitSource source(String signer) {
        return new GitSource(repository.toString(), Optional.of(folder.resolve(signer + ".asc")));
    }

    private static Release release(String text) {
        return Release.parse(text).orElseThrow();
    }

    private void commit(int sublevel) throws Exception {
        Files.writeString(
                repository.resolve("Makefile"),
                "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = " + sublevel + "\nEXTRAVERSION =\nNAME = Test\n");
        for (var file : List.of("Kconfig", "Kbuild", "COPYING")) {
            Files.writeString(repository.resolve(file), "");
        }
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", "Linux 5.10." + sublevel, "--date", date(sublevel));
    }

    private static String date(int sublevel) {
        return "2026-01-03T04:05:0" + sublevel + "Z";
    }

    private void tag(String signer, String name) throws Exception {
        git("-c", "user.signingKey=" + signer + "@kernel.example", "tag", "--force", "--sign", "--message", name, name);
    }

    private void git(String... arguments) throws Exception {
        var argv = new ArrayList<>(List.of(
                "env",
                "GNUPGHOME=" + folder.resolve(signer(arguments)),
                "GIT_CONFIG_GLOBAL=/dev/null",
                "GIT_COMMITTER_DATE=" + committed(arguments),
                "git",
                "-C",
                repository.toString(),
                "-c",
                "user.name=Maker",
                "-c",
                "user.email=maker@kernel.example"));
        argv.addAll(List.of(arguments));
        run(argv.toArray(String[]::new));
    }

    private static String signer(String... arguments) {
        return String.join(" ", arguments).contains("stranger@") ? "stranger" : "maker";
    }

    /** What an archive of a commit carries as its files' time. */
    private static String committed(String... arguments) {
        int date = List.of(arguments).indexOf("--date");
        return date < 0 ? "2026-01-03T05:00:00Z" : arguments[date + 1];
    }

    private void key(String home) throws Exception {
        Files.createDirectories(folder.resolve(home)).toFile().setReadable(false, false);
        folder.resolve(home).toFile().setReadable(true, true);
        gpg(home, "--quick-generate-key", home + "@kernel.example", "ed25519", "sign", "1y");
        gpg(home, "--armor", "--output", folder.resolve(home + ".asc").toString(), "--export");
    }

    private void gpg(String home, String... arguments) throws Exception {
        var argv = new ArrayList<>(
                List.of("gpg", "--homedir", folder.resolve(home).toString(), "--batch", "--yes", "--passphrase", ""));
        argv.addAll(List.of(arguments));
        run(argv.toArray(String[]::new));
    }

    private void run(String... argv) throws Exception {
        Tool.run(folder, argv).mustSucceed();
    }
}
