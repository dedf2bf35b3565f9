package dev.gristmill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsCacheAndFreshness() throws IOException {
        var catalogue = read("""
                cache: {repository: registry.example/acme/cache/, key: keys/release.pub}
                freshness: 14d
                kernels: [{series: "5.10"}]
                """);
        assertThat(catalogue.cache())
                .contains(new CacheChoice(
                        "registry.example/acme/cache", Optional.of(folder.resolve("keys/release.pub"))));
        assertThat(catalogue.freshnessDays()).hasValue(14);
    }

    @Test
    void readsWhatIsKeptOfPublishedKernels() throws IOException {
        assertThat(read("kernels: [{series: 5.10}]").retention()).isEqualTo(new Retention(3, 90));
        assertThat(read("{retention: {keep: 5}, kernels: [{series: 5.10}]}").retention())
                .isEqualTo(new Retention(5, 90));
        assertThat(read("{retention: {younger-than: 7d, keep: 1}, kernels: [{series: 5.10}]}")
                        .retention())
                .isEqualTo(new Retention(1, 7));
    }

    @Test
    void readsGitRepositoriesByAddressAndByFolder() throws IOException {
        var catalogue = read("""
                kernels:
                  - {series: "6.1", source: {git: "https://git.example/linux.git"}}
                  - {series: "5.10", source: {git: ../linux, keys: keys/makers.asc}}
                """);
        assertThat(catalogue.kernels().getFirst().source())
                .isEqualTo(new SourceChoice.Git("https://git.example/linux.git", Optional.empty()));
        assertThat(catalogue.kernels().getLast().source())
                .isEqualTo(new SourceChoice.Git(
                        folder.resolve("../linux").normalize().toString(),
                        Optional.of(folder.resolve("keys/makers.asc"))));
    }

    @Test
    void readsSeriesReleasesProfilesAndSources() throws IOException {
        var catalogue = read("""
                registry: registry.example/acme/
                kernels:
                  - series: "6.10"
                  - version: 5.10.262
                    profiles: [mine, tiny]
                    source: {path: trees/linux.tar.xz}
                profiles:
                  mine:
                    extends: tiny
                    architectures: [arm64]
                    fragments: [fragments/storage.config]
                """);
        assertThat(catalogue.registry()).contains("registry.example/acme");
        var first = catalogue.kernels().getFirst();
        assertThat(first.version()).isEqualTo(new KernelVersion.NewestOf(new Series(6, 10)));
        assertThat(first.profiles()).containsExactly(Profile.DEFAULT);
        var second = catalogue.kernels().getLast();
        assertThat(second.version())
                .isEqualTo(new KernelVersion.Exactly(Release.parse("5.10.262").orElseThrow()));
        assertThat(second.source())
                .isInstanceOfSatisfying(
                        SourceChoice.Local.class,
                        local -> assertThat(local.path()).isEqualTo(folder.resolve("trees/linux.tar.xz")));
        var mine = catalogue.profiles().get("mine");
        var tiny = catalogue.profiles().get("tiny");
        assertThat(mine.architectures()).containsExactly(Architecture.ARM64);
        assertThat(mine.modules()).isEqualTo(tiny.modules());
        assertThat(mine.fragments())
                .startsWith(tiny.fragments().getFirst())
                .endsWith(new FragmentName.InFile(folder.resolve("fragments/storage.config")));
    }

    @Test
    void readsPatchesForARangeOfSeries() throws IOException {
        var patches = Files.createDirectories(folder.resolve("patches"));
        for (var name : new String[] {"b.patch", "a.patch", "c.txt"}) {
            Files.writeString(patches.resolve(name), "diff");
        }
        var profile = read("""
                kernels: [{series: "6.1", profiles: [mine]}]
                profiles:
                  mine:
                    extends: tiny
                    patches: [{files: ["patches/*.patch"], from: "6.1", below: "6.12"}]
                """).profiles().get("mine");
        assertThat(profile.patchesFor(Release.parse("6.1.7").orElseThrow()))
                .containsExactly(patches.resolve("a.patch"), patches.resolve("b.patch"));
        assertThat(profile.patchesFor(Release.parse("5.10.7").orElseThrow())).isEmpty();
        assertThat(profile.patchesFor(Release.parse("6.12.1").orElseThrow())).isEmpty();
    }

    @Test
    void refusesPatchesThatAreNotThereOrForNoSeries() {
        assertThat(mistakesOf("""
                kernels: [{series: "6.1"}]
                profiles:
                  mine: {extends: tiny, patches: [{files: ["patches/*.patch"], from: "6.12", below: "6.1"}]}
                """))
                .contains("gristmill.yaml:3:44")
                .contains("there is no such patch")
                .contains("for no series at all");
    }

    @Test
    void readsWhatImagesAreWanted() throws IOException {
        assertThat(read("kernels: [{series: \"5.10\"}]").images()).isEqualTo(ImageChoices.DEFAULT);
        var catalogue = read("""
                images: {compression: zstd, arm-names: true, debug: true}
                kernels: [{series: "5.10"}]
                """);
        assertThat(catalogue.images()).isEqualTo(new ImageChoices(Compression.ZSTD, true, true));
        assertThat(mistakesOf("images: {compression: xz}\nkernels: [{series: \"5.10\"}]"))
                .contains("gzip or zstd", "xz", "gristmill.yaml:1:23");
    }

    @Test
    void readsWaiversForTheKernelsTheyAreFor() throws IOException {
        var profile = read("""
                kernels: [{series: "6.1", profiles: [mine]}]
                profiles:
                  base-of-mine:
                    extends: tiny
                    waivers: [{option: CONFIG_A, reason: not here yet}]
                  mine:
                    extends: base-of-mine
                    waivers:
                      - {option: B, from: "6.1", below: "6.12", architecture: arm64, reason: "because: it is"}
                """).profiles().get("mine");
        assertThat(profile.waiversFor(Release.parse("6.1.7").orElseThrow(), Architecture.ARM64))
                .extracting(Waiver::option, Waiver::reason)
                .containsExactly(tuple("CONFIG_A", "not here yet"), tuple("B", "because: it is"));
        assertThat(profile.waivers().getLast().place()).endsWith("gristmill.yaml:9:9");
        assertThat(profile.waiversFor(Release.parse("6.1.7").orElseThrow(), Architecture.X86_64))
                .hasSize(1);
        assertThat(profile.waiversFor(Release.parse("6.12.1").orElseThrow(), Architecture.ARM64))
                .hasSize(1);
    }

    @Test
    void refusesWaiversThatSayTooLittleOrTooMuch() {
        assertThat(mistakesOf("""
                kernels: [{series: "6.1"}]
                profiles:
                  mine:
                    extends: tiny
                    waivers:
                      - {option: CONFIG_A}
                      - {reason: because}
                      - {option: "CONFIG_VIRTIO_*", reason: because}
                      - {option: CONFIG_B, reason: because, from: "6.12", below: "6.1"}
                      - {option: CONFIG_C, reason: because, architecture: arm46}
                      - {option: CONFIG_D, reason: " ", serie: "6.1"}
                """))
                .contains(
                        "gristmill.yaml:6:9",
                        "a waiver needs 'reason'",
                        "gristmill.yaml:7:9",
                        "a waiver needs 'option'",
                        "gristmill.yaml:8:18",
                        "the whole name of one option",
                        "found:    CONFIG_VIRTIO_*",
                        "this waiver is for no series at all",
                        "gristmill.yaml:10:59",
                        "gristmill.yaml:11:36",
                        "unknown key 'serie'");
    }

    @Test
    void keepsAnUnquotedSeriesThatLooksLikeANumber() throws IOException {
        assertThat(read("kernels: [{series: 6.10}]").kernels().getFirst().version())
                .hasToString("6.10");
    }

    @Test
    void namesTheNearestKeyForOneItDoesNotKnow() {
        assertThat(mistakesOf("kernles: []")).contains("unknown key 'kernles'").contains("did you mean 'kernels'?");
    }

    @Test
    void showsBothPlacesOfADuplicateKey() {
        assertThat(mistakesOf("kernels: [{series: \"5.10\"}]\nregistry: a\nregistry: b\n"))
                .contains("'registry' stands here a second time")
                .contains("gristmill.yaml:3:1")
                .contains("gristmill.yaml:2:1");
    }

    @Test
    void tellsEveryMistakeAtOnce() {
        var message = mistakesOf("""
                kernels:
                  - series: five
                    profiles: [tinny]
                  - version: 5.10.1
                    colour: red
                """);
        assertThat(message)
                .contains("2:13")
                .contains("unknown profile 'tinny'")
                .contains("did you mean 'tiny'?")
                .contains("unknown key 'colour'")
                .contains("5:5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | empty",
                "kernels: [                                      | not YAML",
                "'just text'                                     | not a mapping",
                "kernels: []                                     | not a list with items",
                "registry: a                                     | names no kernels",
                "kernels: [{}]                                   | either 'series' or 'version'",
                "kernels: [{series: 5.10, version: 5.10.1}]      | either 'series' or 'version'",
                "kernels: [{series: 5.10}, {series: 5.10}]       | in the catalogue twice",
                "kernels: [{series: 5.10, source: cvs}]          | unknown source 'cvs'",
                "{freshness: soon, kernels: [{series: 5.10}]}    | a number of days such as 7d",
                "{distcc: [-x], kernels: [{series: 5.10}]}       | a machine with jobs, such as build1.example/8",
                "{retention: {keep: 0}, kernels: [{series: 5.10}]} | how many releases, from 1 to 999",
                "{retention: {younger-than: 3w}, kernels: [{series: 5.10}]} | a number of days such as",
                "{retention: {kept: 3}, kernels: [{series: 5.10}]} | one of keep, younger-than",
                "{cache: {key: a}, kernels: [{series: 5.10}]}    | a cache needs a 'repository'",
                "kernels: [{series: 5.10, source: {git: -x}}]    | this is no git repository",
                "kernels: [{series: 5.10, source: {git: 'ext::sh -c x'}}] | this is no git repository",
                "kernels: [{series: 5.10, source: {git: a, path: b}}]     | one of them only",
                "kernels: [{series: 5.10, source: {sha256: ab}}] | 64 lower-case hex digits",
                "kernels: [{series: }]                           | a single value is missing",
                "{kernels: [{series: 5.10}], profiles: {Bad_: {extends: tiny}}} | cannot be called 'Bad_'",
                "{kernels: [{series: 5.10}], profiles: {x: {extends: tini}}} | did you mean 'tiny'?",
                "{kernels: [{series: 5.10}], profiles: {x: {modules: true}}} | has no fragments",
                "{kernels: [{series: 5.10}], profiles: {x: {extends: tiny, vmms: [qemu]}}} | FIRECRACKER",
            })
    void refuses(String yaml, String expected) {
        assertThat(mistakesOf(yaml)).containsIgnoringCase(expected).contains("gristmill.yaml");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        var file = Files.write(folder.resolve("gristmill.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        var failure = catchThrowableOfType(InvalidInputException.class, () -> CatalogueReader.read(file));
        assertThat(failure).hasMessageContaining("UTF-8");
        assertThat(failure.exitStatus()).isEqualTo(2);
    }

    @Test
    void saysWhatToDoWhereThereIsNoCatalogue() {
        var failure = catchThrowableOfType(
                InvalidInputException.class, () -> CatalogueReader.read(folder.resolve("none.yaml")));
        assertThat(failure).hasMessageContaining("none.yaml").hasMessageContaining("--catalogue");
    }

    @Test
    void doesNotExpandAliasesWithoutEnd() {
        assertThat(mistakesOf("a: &a [x, x]\nb: &b [*a, *a]\nkernels: *b\n")).contains("gristmill.yaml");
    }

    private Catalogue read(String yaml) throws IOException {
        return CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), yaml));
    }

    private String mistakesOf(String yaml) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(yaml))
                .getMessage();
    }
}
