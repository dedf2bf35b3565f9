package dev.gristmill.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.Pushed;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.registry.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingWeSealVerifies(boolean referrers) throws Exception {
        try (var bench = new Bench(folder, referrers)) {
            for (var repository : List.of(Bench.BIN, Bench.MODULES, Bench.BASE)) {
                for (var tag : List.of(
                        Bench.RELEASE,
                        bench.digest(repository, Bench.RELEASE).toString(),
                        bench.child(repository, "arm64").toString())) {
                    var report = bench.verify(repository, tag, Expectations.USUAL);
                    assertThat(report.findings())
                            .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAILED)
                            .isEmpty();
                    assertThat(report.findings())
                            .extracting(Finding::check)
                            .contains("signature", "provenance", "sbom", "layer", "labels");
                }
            }
            assertThat(bench.verify(Bench.BIN, Bench.RELEASE, Expectations.USUAL)
                            .findings())
                    .filteredOn(finding -> finding.outcome() == Finding.Outcome.PASSED)
                    .extracting(Finding::check)
                    .contains("tag", "boot-file", "configuration", "pair", "boot-proof");
            assertThat(bench.verify(Bench.MODULES, Bench.RELEASE, Expectations.USUAL)
                            .findings())
                    .extracting(Finding::check)
                    .contains("modules", "pair");
            var tags = bench.registry.items().keySet().stream()
                    .filter(path -> path.matches(".*/manifests/sha256-[0-9a-f]{64}"))
                    .count();
            assertThat(tags).isEqualTo(referrers ? 0 : 9);
        }
    }

    @Test
    void sealingAgainSendsNothing() throws Exception {
        try (var bench = new Bench(folder, true)) {
            int before = bench.registry.items().size();
            var report = bench.seal(Bench.BIN, Bench.RELEASE, bench.signer, new StoredEvidence(bench.store));
            assertThat(report.count(SealReport.State.ATTACHED)).isZero();
            assertThat(report.count(SealReport.State.FAILED)).isZero();
            assertThat(bench.registry.items()).hasSize(before);
        }
    }

    @Test
    void leavesWhatOthersSignedAndAttested() throws Exception {
        try (var bench = new Bench(folder, false)) {
            bench.seal(Bench.BIN, Bench.RELEASE, bench.stranger, new StoredEvidence(bench.store));
            var image = bench.child(Bench.BIN, "amd64");
            assertThat(bench.listed(Bench.BIN, image, ".sig")).hasSize(2);
            assertThat(bench.listed(Bench.BIN, image, ".att")).hasSize(8);
            assertThat(bench.verify(Bench.BIN, Bench.RELEASE, Expectations.USUAL)
                            .passed())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.dsse.envelope",
                "application/vnd.dev.sigstore.bundle",
                "https://spdx.dev",
                "application/vnd.dev.cosign.simplesigning"
            })
    void oneRefusedAttachmentDoesNotKeepOutTheOthers(String refused) throws Exception {
        try (var bench = new Bench(folder, false)) {
            bench.strip(Bench.BIN, ".sig", ".att", "");
            bench.registry.refused = refused;
            var report = bench.seal(Bench.BIN, Bench.RELEASE, bench.signer, new StoredEvidence(bench.store));
            assertThat(report.count(SealReport.State.FAILED)).isPositive();
            assertThat(report.count(SealReport.State.ATTACHED)).isPositive();
            assertThat(report.images()).allMatch(SealReport.Sealed::isSigned);
        }
    }

    @Test
    void anImageThatCannotBeSignedAtAllIsAFailure() throws Exception {
        try (var bench = new Bench(folder, false)) {
            bench.strip(Bench.BIN, ".sig", ".att", "");
            bench.registry.refused = "sha256";
            assertThatThrownBy(() -> bench.seal(Bench.BIN, Bench.RELEASE, bench.signer, Evidence.NONE))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("signature (tag)")
                    .hasMessageContaining("signature (bundle)")
                    .hasMessageContaining("HTTP status 400");
        }
    }

    @Test
    void noTagMovesBeforeTheStepThatComesFirst() throws Exception {
        try (var bench = new Bench(folder, false)) {
            var tag = Bench.BIN + "/manifests/" + Bench.RELEASE;
            bench.remove(tag);
            var push = new Push(
                    bench.client,
                    RegistryAddress.parse(bench.registry.host() + "/acme", "a test"),
                    OciLayout.at(folder.resolve("images"), bench.store),
                    Progress.none());
            var references = List.of(new Reference("firecracker-kernel-bin", Bench.RELEASE));
            assertThatThrownBy(() -> push.run(references, images -> {
                        assertThat(images).hasSize(1);
                        throw new StepException(Problem.of("not signed"));
                    }))
                    .hasMessage("not signed");
            assertThat(bench.registry.items()).doesNotContainKey(tag);
            push.run(references, images -> assertThat(bench.registry.items()).doesNotContainKey(tag));
            assertThat(bench.registry.items()).containsKey(tag);
        }
    }

    @Test
    void strictnessMakesWhatIsMissingAFailure() throws Exception {
        try (var bench = new Bench(folder, false)) {
            Evidence nothing = subject -> new Evidence.Gathered(List.of(), Map.of("sbom", "this store has no record"));
            var image = bench.digest(Bench.BIN, Bench.RELEASE);
            var report = bench.seal(Bench.BIN, image.toString(), bench.signer, nothing);
            assertThat(report.count(SealReport.State.MISSING)).isEqualTo(3);
            var pushed = new Pushed(
                    new Reference("kernel", "1"),
                    new RemoteImage(new Repository(bench.registry.host(), Bench.BIN), Bench.RELEASE),
                    image,
                    Pushed.State.PUSHED);
            assertThatThrownBy(() -> new Sealing(bench.client, bench.signer, nothing, bench.store, Progress.none())
                            .run(List.of(pushed), true))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("sbom: this store has no record");
        }
    }
}
