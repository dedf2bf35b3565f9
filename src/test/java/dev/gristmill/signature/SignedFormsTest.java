package dev.gristmill.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedFormsTest {
    private static final Digest SIGNED_BY_COSIGN =
            new Digest("2fbbe61b352e3dcb539394f1f94359ea3fdfbb696baea5412003cd99b9007b0d");

    private final VerificationKey key = VerificationKey.read(Cosigns.file("cosign.pub"));

    @TempDir
    private Path folder;

    @Test
    void verifiesWhatCosignSigned() throws Exception {
        var payload = Cosigns.bytes("simple.json");
        assertThat(key.verifies(payload, Cosigns.SIGNATURE)).isTrue();
        assertThat(SimpleSigning.subject(payload)).isEqualTo(SIGNED_BY_COSIGN);
    }

    @Test
    void verifiesWhatCosignAttestedInBothForms() throws Exception {
        for (var envelope : List.of(
                Envelope.parse(Cosigns.bytes("envelope.json")), Bundle.envelope(Cosigns.bytes("bundle.json")))) {
            assertThat(envelope.isSignedBy(key)).isTrue();
            assertThat(Statement.parse(envelope.payload()).subjects()).containsExactly(SIGNED_BY_COSIGN);
        }
        assertThat(new String(Cosigns.bytes("bundle.json"), UTF_8)).contains(key.hint());
    }

    @Test
    void noByteOfAPayloadOrSignatureMayChange() throws Exception {
        var payload = Cosigns.bytes("simple.json");
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            assertThat(key.verifies(flipped(payload, random), Cosigns.SIGNATURE))
                    .isFalse();
            assertThat(key.verifies(payload, flipped(Cosigns.SIGNATURE, random)))
                    .isFalse();
        }
    }

    @Test
    void anEnvelopeComesBackAsItWasSigned() throws Exception {
        var signer = PrivateKeyFile.read(Cosigns.file("cosign.key"), Cosigns.PASSPHRASE);
        var envelope = Envelope.sign(Claim.SIGNED.about("kernel", SIGNED_BY_COSIGN), signer);
        var read = Bundle.envelope(Bundle.of(Envelope.parse(envelope.bytes()), signer.key()));
        assertThat(read.isSignedBy(key)).isTrue();
        assertThat(Statement.parse(read.payload()).subjects()).containsExactly(SIGNED_BY_COSIGN);
        var moved = new Envelope("{}".getBytes(UTF_8), read.signatures());
        assertThat(moved.isSignedBy(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"mediaType\":\"x\"}", "{\"critical\":{\"type\":\"a will\"}}"})
    void refusesOtherDocuments(String text) {
        var content = text.getBytes(UTF_8);
        assertThatThrownBy(() -> SimpleSigning.subject(content)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Bundle.envelope(content)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Envelope.parse(content)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Statement.parse(content)).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo AAAA", "echo '*'", "true", "echo no right >&2; exit 3"})
    void takesOnlyGoodSignaturesFromACommand(String script) throws Exception {
        try (var store = new Store(folder)) {
            var signer = new CommandSigner(List.of("sh", "-c", script), key, store, Map.of("PATH", "/usr/bin:/bin"));
            assertThatThrownBy(() -> signer.sign("grist".getBytes(UTF_8)))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("the signing command does not sign");
        }
    }

    private static byte[] flipped(byte[] content, Random random) {
        var changed = content.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }
}
