package dev.gristmill.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.ClaimedBuild;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Signer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedBuildsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsWhatHangsOnAnImage(boolean referrers) throws Exception {
        try (var bench = new Bench(folder, referrers)) {
            var recorded = new ClaimedBuilds(bench.store, Optional.empty()).inStore(buildKey(bench));
            assertThat(recorded).isPresent();
            assertThat(attached(bench, Optional.empty())).isEqualTo(recorded);
            assertThat(attached(bench, Optional.of(bench.signer))).isEqualTo(recorded);
        }
    }

    @Test
    void doesNotTakeTheWordOfAnotherWhereAKeyIsNamed() throws Exception {
        try (var bench = new Bench(folder, true)) {
            assertThat(attached(bench, Optional.of(bench.stranger))).isEmpty();
        }
    }

    @Test
    void doesNotTakeARecordForTheWordOfAKey() throws Exception {
        try (var bench = new Bench(folder, true)) {
            var claims = new ClaimedBuilds(bench.store, Optional.of(bench.signer.key()));
            assertThat(claims.inStore(buildKey(bench))).isEmpty();
        }
    }

    private static Optional<ClaimedBuild> attached(Bench bench, Optional<Signer> signer) throws Exception {
        var attachments = new Attachments(bench.client, repository(bench), bench.store);
        return new ClaimedBuilds(bench.store, signer.map(Signer::key))
                .attached(attachments, image(bench).manifest().digest());
    }

    private static Digest buildKey(Bench bench) throws Exception {
        return Digest.parse(image(bench).says("build-key").orElseThrow());
    }

    private static SaidKernel image(Bench bench) throws Exception {
        var images = new RegistryImages(bench.client, repository(bench));
        return SaidKernel.in(images, images.find(Bench.RELEASE).orElseThrow()).getFirst();
    }

    private static Repository repository(Bench bench) {
        return new Repository(bench.registry.host(), Bench.BIN);
    }
}
