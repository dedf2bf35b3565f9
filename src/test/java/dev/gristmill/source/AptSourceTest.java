package dev.gristmill.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.http.Proxies;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourceTest {
    private static final Series SERIES = Series.parse("5.10").orElseThrow();
    private static final byte[] OLD = TestMirror.kernel("5.10.1");
    private static final byte[] NEW = TestMirror.kernel("5.10.20");

    @TempDir
    private Path folder;

    private TestMirror mirror;
    private Store store;

    @BeforeEach
    void open() {
        mirror = new TestMirror(folder);
        store = new Store(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
        mirror.close();
    }

    private static Release release(String text) {
        return Release.parse(text).orElseThrow();
    }

    @Test
    void offersTheNewestOfASeries() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD) + mirror.served("5.10.20", NEW));
        var offer = mirror.source(store).newest(SERIES);
        assertThat(offer.release()).isEqualTo(release("5.10.20"));
        assertThat(offer.identity()).isEqualTo(Digest.of(NEW));
        assertThat(offer.size()).isEqualTo(NEW.length);
        assertThat(offer.skipped()).isEmpty();
        assertThat(offer.origin()).doesNotContain("127.0.0.1");
    }

    @Test
    void tellsWhatChangedFromThePackagesChangelog() throws Exception {
        var changelog = """
                linux (5.10.20-1) bullseye-security; urgency=medium

                  * New upstream stable update:
                    https://www.kernel.org/pub/linux/kernel/v5.x/ChangeLog-5.10.20
                    - vsock: keep the peer

                linux (5.10.1-1) bullseye; urgency=medium
                """;
        mirror.suite("bullseye-security", mirror.packaged("5.10.20", NEW, "debian/changelog", changelog));
        var source = mirror.source(store);
        assertThat(source.notes(release("5.10.1"), release("5.10.20")))
                .containsExactly(
                        new ReleaseNotes(release("5.10.20"), Optional.empty(), List.of("vsock: keep the peer")));
        assertThat(source.newest(SERIES).signers()).containsExactly("A1B2");
    }

    @Test
    void doesNotTakeAPackageWithoutAChangelogForOneWithoutChanges() throws Exception {
        mirror.suite("bullseye-security", mirror.packaged("5.10.20", NEW, "debian/control", "Source: linux"));
        assertThatThrownBy(() -> mirror.source(store).notes(release("5.10.1"), release("5.10.20")))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("a changelog cannot be read");
    }

    @Test
    void passesOverReleasesTheMirrorDoesNotServe() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD) + TestMirror.listed("5.10.20", NEW));
        var offer = mirror.source(store).newest(SERIES);
        assertThat(offer.release()).isEqualTo(release("5.10.1"));
        assertThat(offer.skipped()).containsExactly(new SkippedRelease(release("5.10.20"), "HTTP status 404"));
        assertThat(mirror.said).anyMatch(line -> line.contains("5.10.20") && line.contains("404"));
    }

    @Test
    void looksThroughAllSuitesOfASeries() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD));
        mirror.suite("bullseye", mirror.served("5.10.20", NEW));
        assertThat(mirror.source(store).newest(SERIES).release()).isEqualTo(release("5.10.20"));
    }

    @Test
    void findsSeriesInSuiteWhereNoOneLooksFirst() throws Exception {
        mirror.suite("forky", mirror.served("5.10.1", OLD));
        assertThat(mirror.source(store).newest(SERIES).release()).isEqualTo(release("5.10.1"));
    }

    @Test
    void remembersWhatItOffered() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD) + TestMirror.listed("5.10.20", NEW));
        var offer = mirror.source(store).newest(SERIES);
        var memory = OfferMemory.ofApt(store);
        assertThat(memory.remembered(SERIES)).contains(new RememberedOffer(offer, TestMirror.NOW));
        assertThat(memory.remembered(release("5.10.1"))).contains(new RememberedOffer(offer, TestMirror.NOW));
        assertThat(memory.remembered(release("5.10.20"))).isEmpty();
        assertThat(memory.remembered(SERIES).orElseThrow().age(TestMirror.NOW.plusSeconds(60)))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void fetchesAnIndexOnlyOnce() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD));
        var first = mirror.source(store).newest(SERIES);
        assertThat(mirror.source(store).newest(SERIES)).isEqualTo(first);
        assertThat(mirror.server.requests().stream().filter(r -> r.endsWith("Sources.xz")))
                .hasSize(1);
    }

    @Test
    void offersCandidatesOnlyByName() throws Exception {
        mirror.suite("experimental", mirror.served("7.3~rc7", OLD) + mirror.served("7.2.8", NEW));
        var source = mirror.source(store);
        assertThat(source.exactly(release("7.3-rc7")).identity()).isEqualTo(Digest.of(OLD));
        assertThatThrownBy(() -> source.newest(Series.parse("7.3").orElseThrow()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("linux 7.3", "7.2");
    }

    @Test
    void saysWhichVersionsThereAre() {
        mirror.suite(
                "bullseye-security",
                mirror.served("5.10.1", OLD) + mirror.served("5.10.20", NEW) + TestMirror.listed("5.10.30", NEW));
        assertThatThrownBy(() -> mirror.source(store).exactly(release("5.10.7")))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(e -> assertThat(((InvalidInputException) e)
                                .problems()
                                .getFirst()
                                .facts())
                        .contains(new Problem.Fact("offered", "5.10.20 5.10.1")));
    }

    @Test
    void saysThatListedReleaseIsNotServed() {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD) + TestMirror.listed("5.10.20", NEW));
        assertThatThrownBy(() -> mirror.source(store).exactly(release("5.10.20")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("5.10.20 is listed", "404", "5.10.1");
    }

    @Test
    void refusesAnotherSuiteThanAsked() {
        var index = mirror.xz(mirror.served("5.10.1", OLD));
        mirror.inRelease("buster-security", index, "");
        mirror.server.script(
                "/debian-security/dists/bullseye-security/InRelease",
                exchange -> dev.gristmill.source.http.LoopbackServer.serve(
                        exchange,
                        "Suite: stable\nCodename: trixie\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> mirror.source(store).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("bullseye-security", "stable, trixie");
    }

    @Test
    void refusesOutdatedIndexUnlessAptDoesNot() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD), "Valid-Until: Sat, 27 Dec 2025 09:16:30 UTC\n");
        assertThatThrownBy(() -> mirror.source(store).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("out of date", "2025-12-27T09:16:30Z");
        mirror.checkValidUntil = false;
        assertThat(mirror.source(store).newest(SERIES).release()).isEqualTo(release("5.10.1"));
        assertThat(mirror.said).anyMatch(line -> line.contains("Check-Valid-Until"));
    }

    @Test
    void warnsOfAnIndexThatDoesNotSayHowLongItIsValid() throws Exception {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD), "");
        assertThat(mirror.source(store).newest(SERIES).release()).isEqualTo(release("5.10.1"));
        assertThat(mirror.said).anyMatch(line -> line.contains("does not say how long it is valid"));
    }

    @Test
    void takesIndexByItsHashWhileMirrorIsBeingUpdated() throws Exception {
        var index = mirror.xz(mirror.served("5.10.1", OLD));
        mirror.inRelease("bullseye-security", index, "Acquire-By-Hash: yes\n");
        var folderOfIndex = "/debian-security/dists/bullseye-security/main/source/";
        mirror.server.file(folderOfIndex + "Sources.xz", new byte[index.length]);
        mirror.server.file(folderOfIndex + "by-hash/SHA256/" + Digest.of(index).hex(), index);
        assertThat(mirror.source(store).newest(SERIES).release()).isEqualTo(release("5.10.1"));
    }

    @Test
    void rejectsIndexWhoseHashDiffers() {
        var index = mirror.xz(mirror.served("5.10.1", OLD));
        mirror.inRelease("bullseye-security", index, "");
        var other = new byte[index.length];
        mirror.server.file("/debian-security/dists/bullseye-security/main/source/Sources.xz", other);
        assertThatThrownBy(() -> mirror.source(store).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(
                        Digest.of(index).toString(), Digest.of(other).toString());
    }

    @Test
    void rejectsIndexThatIsNotSigned() {
        mirror.suite("bullseye-security", mirror.served("5.10.1", OLD));
        mirror.signatures = (document, keys, where) -> {
            throw new StepException(Problem.of("an index has no good signature").where(where));
        };
        assertThatThrownBy(() -> mirror.source(store).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("no good signature", "InRelease");
        assertThat(mirror.server.requests()).noneMatch(r -> r.endsWith("Sources.xz"));
    }

    @Test
    void saysThatNoArchiveIsConfigured() {
        var nothing = new AptConfiguration(List.of(), List.of("a.list:3: broken"), true, Proxies.none());
        assertThatThrownBy(() -> mirror.source(store, nothing).newest(SERIES))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("names no archive", "a.list:3: broken");
    }
}
