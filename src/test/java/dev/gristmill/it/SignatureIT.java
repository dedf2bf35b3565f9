package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.source.apt.GpgvSignatures;
import dev.gristmill.source.apt.SignedBy;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real gpgv on documents signed with throw-away keys. */
class SignatureIT {
    private static final String TEXT = "Suite: stable\n- Codename: x\n";

    @TempDir
    private Path folder;

    private Store store;
    private GpgvSignatures signatures;
    private SignedBy ours;
    private byte[] signed;

    @BeforeEach
    void sign() throws Exception {
        store = new Store(folder.resolve("store"));
        signatures = new GpgvSignatures(store, folder);
        ours = key("ours");
        signed = clearSigned("ours", "SHA512");
    }

    @AfterEach
    void close() throws Exception {
        for (var home : List.of("ours", "theirs")) {
            if (Files.isDirectory(folder.resolve(home))) {
                Children.collect(Command.of(
                        folder, "gpgconf", "--homedir", folder.resolve(home).toString(), "--kill", "all"));
            }
        }
        store.close();
    }

    private void gpg(String home, String... arguments) throws Exception {
        var argv = new ArrayList<>(
                List.of("gpg", "--homedir", folder.resolve(home).toString(), "--batch", "--yes", "--passphrase", ""));
        argv.addAll(List.of(arguments));
        var outcome = Children.collect(
                Command.of(folder, argv.toArray(String[]::new)).with(Map.of("HOME", folder.toString())));
        assertThat(outcome.status()).as(String.join("\n", outcome.output())).isZero();
    }

    private SignedBy.KeyFile key(String home) throws Exception {
        Files.createDirectories(folder.resolve(home)).toFile().setReadable(false, false);
        folder.resolve(home).toFile().setReadable(true, true);
        gpg(home, "--quick-generate-key", home + "@mirror.example", "ed25519", "sign", "never");
        var keyring = folder.resolve(home + ".gpg");
        gpg(home, "--output", keyring.toString(), "--export");
        gpg(home, "--output", keyring + ".asc", "--armor", "--export");
        return new SignedBy.KeyFile(keyring);
    }

    private byte[] clearSigned(String home, String hash) throws Exception {
        var plain = Files.writeString(folder.resolve("plain"), TEXT);
        var out = folder.resolve("InRelease");
        gpg(home, "--digest-algo", hash, "--output", out.toString(), "--clear-sign", plain.toString());
        return Files.readAllBytes(out);
    }

    private String read(byte[] document, SignedBy... keys) throws InterruptedException {
        return signatures.check(document, List.of(keys), "InRelease").text();
    }

    @Test
    void givesWhatWasSigned() throws Exception {
        assertThat(read(signed, ours)).isEqualTo(TEXT);
    }

    @Test
    void readsArmoredKeyringsAndKeysInTheSource() throws Exception {
        var armored = folder.resolve("ours.gpg.asc");
        assertThat(read(signed, new SignedBy.KeyFile(armored))).isEqualTo(TEXT);
        assertThat(read(signed, new SignedBy.KeyBlock(Files.readString(armored))))
                .isEqualTo(TEXT);
    }

    @Test
    void rejectsChangedText() {
        var text = new String(signed, StandardCharsets.UTF_8).replace("Suite: stable", "Suite: stabbe");
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8), ours))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("no good signature", "a bad signature by");
    }

    @Test
    void rejectsUnknownKey() throws Exception {
        var theirs = key("theirs");
        assertThatThrownBy(() -> read(signed, theirs))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("by the unknown key");
        assertThat(read(signed, theirs, ours)).isEqualTo(TEXT);
    }

    @Test
    void rejectsWeakHash() throws Exception {
        var weak = clearSigned("ours", "SHA1");
        assertThatThrownBy(() -> read(weak, ours)).isInstanceOf(StepException.class);
    }

    @Test
    void rejectsUnsignedTextAndTextBesideTheMessage() {
        var text = new String(signed, StandardCharsets.UTF_8);
        for (var document : List.of("", TEXT, "Suite: evil\n\n" + text, text + text)) {
            assertThatThrownBy(() -> read(document.getBytes(StandardCharsets.UTF_8), ours))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("is not signed");
        }
        var appended = (text + "Suite: evil\n").getBytes(StandardCharsets.UTF_8);
        try {
            assertThat(read(appended, ours)).doesNotContain("evil");
        } catch (StepException | InterruptedException e) {
            assertThat(e).isInstanceOf(StepException.class); // either answer is safe
        }
    }

    @Test
    void saysWhichPackageHasTheKeyring() {
        assertThatThrownBy(() -> read(signed))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("apt-get install debian-archive-keyring");
    }
}
