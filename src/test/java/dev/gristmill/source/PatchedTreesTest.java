package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchedTreesTest {
    private static final String TEXT = """
            one
            two
            three
            four
            five
            six
            seven
            """;
    private static final String THREE_BECOMES_DREI = """
            --- a/mm/slab.c
            +++ b/mm/slab.c
            @@ -1,6 +1,6 @@
             one
             two
            -three
            +drei
             four
             five
             six
            """;
    private static final String DREI_BECOMES_TROIS =
            THREE_BECOMES_DREI.replace("+drei", "+trois").replace("-three", "-drei");

    @TempDir
    private Path folder;

    private Store store;
    private PatchedTrees trees;
    private SourceTree pristine;

    @BeforeEach
    void prepare() throws IOException {
        store = new Store(folder.resolve("store"));
        trees = new PatchedTrees(store, Progress.none());
        var root = store.trees().resolve("linux").resolve("tree");
        Files.createDirectories(root.resolve("mm"));
        Files.writeString(root.resolve("mm").resolve("slab.c"), TEXT);
        Files.writeString(root.resolve("Makefile"), "VERSION = 5\n");
        Files.createSymbolicLink(root.resolve("link"), Path.of("mm/slab.c"));
        pristine = tree(root);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static SourceTree tree(Path root) {
        return new SourceTree(root, Release.parse("5.10.1").orElseThrow(), Digest.of("linux"), Instant.EPOCH, "a test");
    }

    private Path patch(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String slab(SourceTree tree) throws IOException {
        return Files.readString(tree.root().resolve("mm").resolve("slab.c"));
    }

    private static Object inode(SourceTree tree, String file) throws IOException {
        return Files.getAttribute(tree.root().resolve(file), "unix:ino");
    }

    @Test
    void appliesPatchesInOrder() throws Exception {
        var patches = List.of(patch("1.patch", THREE_BECOMES_DREI), patch("2.patch", DREI_BECOMES_TROIS));
        var patched = trees.apply(pristine, patches);
        assertThat(slab(patched)).isEqualTo(TEXT.replace("three", "trois"));
        assertThat(patched.patches()).containsExactly(Digest.of(THREE_BECOMES_DREI), Digest.of(DREI_BECOMES_TROIS));
        assertThat(patched.content()).isNotEqualTo(pristine.content());
    }

    @Test
    void leavesThePristineTreeAloneAndSharesTheRest() throws Exception {
        var patched = trees.apply(pristine, List.of(patch("1.patch", THREE_BECOMES_DREI)));
        assertThat(slab(pristine)).isEqualTo(TEXT);
        assertThat(inode(patched, "Makefile")).isEqualTo(inode(pristine, "Makefile"));
        assertThat(inode(patched, "mm/slab.c")).isNotEqualTo(inode(pristine, "mm/slab.c"));
        assertThat(patched.root().resolve("link")).isSymbolicLink();
    }

    @Test
    void sharesNothingWithATreeOfTheUsers() throws Exception {
        var root =
                Files.createDirectories(folder.resolve("linux").resolve("mm")).getParent();
        Files.writeString(root.resolve("mm").resolve("slab.c"), TEXT);
        Files.writeString(root.resolve("Makefile"), "VERSION = 5\n");
        var own = tree(root);
        var patched = trees.apply(own, List.of(patch("1.patch", THREE_BECOMES_DREI)));
        assertThat(inode(patched, "Makefile")).isNotEqualTo(inode(own, "Makefile"));
        assertThat(slab(own)).isEqualTo(TEXT);
    }

    @Test
    void patchesOnce() throws Exception {
        var patches = List.of(patch("1.patch", THREE_BECOMES_DREI));
        assertThat(trees.find(pristine, patches)).isEmpty();
        var patched = trees.apply(pristine, patches);
        assertThat(trees.find(pristine, patches)).contains(patched);
        assertThat(trees.apply(pristine, patches)).isEqualTo(patched);
    }

    @Test
    void dependsOnTheOrder() throws Exception {
        var first = Digest.of("first");
        var second = Digest.of("second");
        assertThat(PatchedTrees.identity(pristine.identity(), List.of(first, second)))
                .isNotEqualTo(PatchedTrees.identity(pristine.identity(), List.of(second, first)));
    }

    @Test
    void showsWhatWasRejectedAndLeavesNothing() throws Exception {
        var patch = patch("2.patch", DREI_BECOMES_TROIS);
        assertThatThrownBy(() -> trees.apply(pristine, List.of(patch)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("2.patch")
                .hasMessageContaining("mm/slab.c.rej")
                .hasMessageContaining("-drei");
        assertThat(trees.find(pristine, List.of(patch))).isEmpty();
        assertThat(slab(pristine)).isEqualTo(TEXT);
        try (var left = Files.list(store.trees())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void refusesFuzz() throws Exception {
        var patch = patch("1.patch", THREE_BECOMES_DREI.replace(" one\n", " eins\n"));
        assertThatThrownBy(() -> trees.apply(pristine, List.of(patch)))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("without fuzz");
    }

    @Test
    void takesAnotherOffset() throws Exception {
        var patch = patch("1.patch", THREE_BECOMES_DREI.replace("@@ -1,6 +1,6 @@", "@@ -4,6 +4,6 @@"));
        assertThat(slab(trees.apply(pristine, List.of(patch)))).contains("drei");
    }

    @Test
    void refusesToLeaveTheTree() throws Exception {
        var target = Files.writeString(folder.resolve("slab.c"), TEXT);
        var patch = patch(
                "1.patch",
                THREE_BECOMES_DREI
                        .replace("a/mm/slab.c", "a/../../../../slab.c")
                        .replace("b/mm", "b/../../../.."));
        assertThatThrownBy(() -> trees.apply(pristine, List.of(patch))).isInstanceOf(StepException.class);
        assertThat(target).hasContent(TEXT);
    }

    @Test
    void refusesAPatchThatIsEmptyOrGone() throws Exception {
        var empty = patch("empty.patch", "");
        assertThatThrownBy(() -> trees.apply(pristine, List.of(empty)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> trees.apply(pristine, List.of(folder.resolve("none.patch"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.patch");
    }
}
