package dev.gristmill.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyFileTest {
    private static final byte[] MESSAGE = "grist".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void opensTheKeyThatCosignMade() throws Exception {
        var signer = PrivateKeyFile.read(Cosigns.file("cosign.key"), Cosigns.PASSPHRASE);
        assertThat(signer.key().pem()).isEqualTo(Files.readString(Cosigns.file("cosign.pub")));
        var key = VerificationKey.read(Cosigns.file("cosign.pub"));
        assertThat(key.verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter3", "hunter2 "})
    void tellsThatThePassphraseIsAnother(String wrong) {
        assertThatThrownBy(() -> PrivateKeyFile.read(Cosigns.file("cosign.key"), Cosigns.passphrase(wrong)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the passphrase does not open the key")
                .hasMessageNotContaining("hunter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse", "Käse"})
    void readsWhatItGenerates(String passphrase) throws Exception {
        var made = PrivateKeyFile.generate(folder.resolve("release"), Cosigns.passphrase(passphrase));
        var secret = folder.resolve("release.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        var signer = PrivateKeyFile.read(secret, Cosigns.passphrase(passphrase));
        var key = VerificationKey.read(folder.resolve("release.pub"));
        assertThat(key.verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
        assertThat(key.fingerprint()).isEqualTo(made.fingerprint());
    }

    @Test
    void takesTheFirstLineOfAPasswordFile() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "hunter2\nmore\n");
        var passphrase = new Passphrase(Optional.of(file), Map.of("COSIGN_PASSWORD", "other"));
        assertThat(PrivateKeyFile.read(Cosigns.file("cosign.key"), passphrase).key())
                .isNotNull();
    }

    @Test
    void asksNobodyWithoutATerminal() {
        assertThatThrownBy(() ->
                        PrivateKeyFile.read(Cosigns.file("cosign.key"), new Passphrase(Optional.empty(), Map.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("GRISTMILL_KEY_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"release.key", "release.pub"})
    void overwritesNoKey(String there) throws Exception {
        Files.writeString(folder.resolve(there), "precious");
        assertThatThrownBy(() -> PrivateKeyFile.generate(folder.resolve("release"), Cosigns.PASSPHRASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("will not be overwritten");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void readsPlainPkcs8() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var file = Files.writeString(
                folder.resolve("plain.pem"),
                new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).toString());
        var signer = PrivateKeyFile.read(file, new Passphrase(Optional.empty(), Map.of()));
        assertThat(signer.key().pem())
                .isEqualTo(new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).toString());
    }

    @ParameterizedTest
    @CsvSource({"EC, secp384r1, another curve", "RSA, '', another kind", "Ed25519, '', another kind"})
    void refusesOtherKindsOfKey(String algorithm, String curve, String found) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (!curve.isEmpty()) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        var pair = generator.generateKeyPair();
        var secret = Files.writeString(
                folder.resolve("key"), new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).toString());
        var open = Files.writeString(
                folder.resolve("pub"), new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).toString());
        assertThatThrownBy(() -> PrivateKeyFile.read(secret, Cosigns.PASSPHRASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(found);
        assertThatThrownBy(() -> VerificationKey.read(open))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(found);
    }

    @Test
    void saysHowToConvertAnOlderForm() throws Exception {
        var file = Files.writeString(folder.resolve("old"), new Pem("EC PRIVATE KEY", new byte[5]).toString());
        assertThatThrownBy(() -> PrivateKeyFile.read(file, Cosigns.PASSPHRASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("openssl pkcs8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key at all", "-----BEGIN PRIVATE KEY-----\nAAAA", "-----BEGIN "})
    void refusesWhatIsNoKey(String text) throws Exception {
        var file = Files.writeString(folder.resolve("key"), text);
        assertThatThrownBy(() -> PrivateKeyFile.read(file, Cosigns.PASSPHRASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no private key to sign with");
    }

    @ParameterizedTest
    @CsvSource({"1073741824, 8, 1", "65535, 8, 1", "65536, 1024, 1", "65536, 8, 64", "0, 8, 1", "-2, 8, 1"})
    void refusesDerivationsThatEatMemory(long rounds, long block, long parallel) throws Exception {
        var text = new String(
                Pem.in(Files.readString(Cosigns.file("cosign.key")))
                        .orElseThrow()
                        .content(),
                UTF_8);
        var hostile = text.replace(
                "{\"N\":65536,\"r\":8,\"p\":1}", "{\"N\":%d,\"r\":%d,\"p\":%d}".formatted(rounds, block, parallel));
        var file = Files.writeString(folder.resolve("key"), new Pem(EncryptedKey.LABEL, hostile.getBytes(UTF_8)) + "");
        assertThatThrownBy(() -> PrivateKeyFile.read(file, Cosigns.PASSPHRASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("scrypt");
    }
}
