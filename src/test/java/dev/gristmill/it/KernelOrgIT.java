package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.KernelOrgSource;
import dev.gristmill.source.OfferMemory;
import dev.gristmill.source.ReleaseKeys;
import dev.gristmill.source.ReleaseSignatures;
import dev.gristmill.source.SourceStore;
import dev.gristmill.source.SourceTree;
import dev.gristmill.source.http.LoopbackServer;
import dev.gristmill.store.Store;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases from a server that looks like kernel.org, signed with throw-away keys by the real gpg. */
class KernelOrgIT {
    private static final String TARBALL = "/v5.x/linux-5.10.1.tar.xz";
    private static final String SIGNATURE = "/v5.x/linux-5.10.1.tar.sign";

    @TempDir
    private Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private final List<String> homes = new ArrayList<>();
    private Store store;
    private Path tar;

    @BeforeEach
    void publish() throws Exception {
        store = new Store(folder.resolve("store"));
        Files.createDirectories(folder.resolve("linux-5.10.1"));
        makefile("");
        noise();
        key("maker");
        tar = pack();
        server.file(SIGNATURE, signature("maker", tar));
    }

    @AfterEach
    void close() throws Exception {
        for (var home : homes) {
            run("gpgconf", "--homedir", folder.resolve(home).toString(), "--kill", "all");
        }
        store.close();
        server.close();
    }

    @Test
    void takesWhatItsMakerSigned() throws Exception {
        var tree = obtain("maker");
        assertThat(tree.release()).hasToString("5.10.1");
        assertThat(tree.origin()).isEqualTo("kernel.org, linux-5.10.1.tar.xz");
        assertThat(tree.root().resolve("Makefile")).exists();
    }

    @Test
    void refusesAnotherArchiveUnderTheSameSignature() throws Exception {
        makefile("# evil\n");
        pack();
        refused("a bad signature by", "maker");
    }

    @Test
    void refusesASignatureByAKeyThatIsNotPinned() throws Exception {
        key("other");
        server.file(SIGNATURE, signature("other", tar));
        refused("by the unknown key", "maker");
        refused("a key that is not pinned: " + fingerprint("other"), "maker", "other");
    }

    @Test
    void refusesAReleaseWithoutASignature() throws Exception {
        server.remove(SIGNATURE);
        refused("has no signature", "maker");
        server.file(SIGNATURE, "<html>".getBytes(StandardCharsets.UTF_8));
        refused("no signature", "maker");
    }

    @Test
    void refusesAnExpiredKey() throws Exception {
        key("old", "--faked-system-time", "20200101T000000!");
        server.file(SIGNATURE, signature("old", tar, "--faked-system-time", "20200601T000000!"));
        refused("an expired key", "old");
    }

    @Test
    void refusesARevokedKey() throws Exception {
        key("lost");
        server.file(SIGNATURE, signature("lost", tar));
        obtain("lost");
        revoke("lost");
        try (var fresh = new Store(folder.resolve("fresh"))) {
            assertThatThrownBy(() -> obtain(fresh, "lost"))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("a revoked key");
        }
    }

    @Test
    void refusesAWeakHash() throws Exception {
        server.file(SIGNATURE, signature("maker", tar, "--digest-algo", "SHA1"));
        refused("not signed by anybody", "maker");
    }

    @Test
    void refusesAnArchiveThatEndsEarly() throws Exception {
        var whole = Files.readAllBytes(Path.of(tar + ".xz"));
        serve(java.util.Arrays.copyOf(whole, whole.length - 20));
        refused("Unexpected end of input", "maker");
    }

    @Test
    void thePinnedKeysAreInTheKeyringThatShips() throws Exception {
        var keys = ReleaseKeys.builtIn();
        var keyring = Files.write(folder.resolve("built-in.gpg"), keys.keyring());
        assertThat(fingerprints(keyring))
                .containsExactlyInAnyOrderElementsOf(keys.accepted().keySet());
    }

    private void refused(String reason, String... keys) throws Exception {
        assertThatThrownBy(() -> obtain(keys)).isInstanceOf(StepException.class).hasMessageContaining(reason);
        assertThat(store.trees()).doesNotExist();
        try (var sources = Files.walk(store.sources())) {
            assertThat(sources.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** With the keys of those in the keyring, of whom the first is pinned. */
    private SourceTree obtain(String... keys) throws Exception {
        return obtain(store, keys);
    }

    private SourceTree obtain(Store into, String... keys) throws Exception {
        var keyring = new ByteArrayOutputStream();
        for (var key : keys) {
            keyring.writeBytes(Files.readAllBytes(folder.resolve(key + ".gpg")));
        }
        var pinned = new ReleaseKeys(keyring.toByteArray(), Map.of(fingerprint(keys[0]), keys[0]));
        var source = new KernelOrgSource(
                server.uri("/"), LoopbackServer.http(), OfferMemory.ofKernelOrg(into), Progress.none());
        var sources =
                new SourceStore(into, Progress.none(), LoopbackServer::http, new ReleaseSignatures(into, () -> pinned));
        return sources.obtain(source.exactly(Release.parse("5.10.1").orElseThrow()));
    }

    private void makefile(String more) throws Exception {
        Files.writeString(
                folder.resolve("linux-5.10.1/Makefile"),
                "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\nEXTRAVERSION =\nNAME = Test\n" + more);
        for (var file : List.of("Kconfig", "Kbuild", "COPYING")) {
            Files.writeString(folder.resolve("linux-5.10.1").resolve(file), "");
        }
    }

    /** More than a pipe holds, so that whoever stops reading early is noticed by whoever writes. */
    private void noise() throws Exception {
        var noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("linux-5.10.1/noise"), noise);
    }

    /** The uncompressed archive; the server has the compressed one and its hash. */
    private Path pack() throws Exception {
        run("tar", "-cf", "linux.tar", "linux-5.10.1");
        run("xz", "-kf", "linux.tar");
        serve(Files.readAllBytes(folder.resolve("linux.tar.xz")));
        return folder.resolve("linux.tar");
    }

    private void serve(byte[] tarball) {
        server.file(TARBALL, tarball);
        var list = Digest.of(tarball).hex() + "  linux-5.10.1.tar.xz\n";
        server.file("/v5.x/sha256sums.asc", list.getBytes(StandardCharsets.UTF_8));
    }

    private void key(String home, String... options) throws Exception {
        homes.add(home);
        Files.createDirectories(folder.resolve(home)).toFile().setReadable(false, false);
        folder.resolve(home).toFile().setReadable(true, true);
        gpg(home, List.of(options), "--quick-generate-key", home + "@kernel.example", "ed25519", "sign", "1y");
        export(home);
    }

    private void export(String home) throws Exception {
        gpg(home, List.of(), "--output", folder.resolve(home + ".gpg").toString(), "--export");
    }

    private byte[] signature(String home, Path file, String... options) throws Exception {
        var out = folder.resolve("signature");
        gpg(home, List.of(options), "--armor", "--output", out.toString(), "--detach-sign", file.toString());
        return Files.readAllBytes(out);
    }

    /** By the certificate that gpg makes with each key, which a colon keeps from being used by mistake. */
    private void revoke(String home) throws Exception {
        var file = folder.resolve(home).resolve("openpgp-revocs.d").resolve(fingerprint(home) + ".rev");
        Files.writeString(file, Files.readString(file).replace(":-----BEGIN", "-----BEGIN"));
        gpg(home, List.of(), "--import", file.toString());
        export(home);
    }

    private String fingerprint(String home) throws Exception {
        return fingerprints(folder.resolve(home + ".gpg")).getFirst();
    }

    /** Of the primary keys. */
    private List<String> fingerprints(Path keyring) throws Exception {
        var found = new ArrayList<String>();
        boolean primary = false;
        for (var line : gpg(homes.getFirst(), List.of("--with-colons"), "--show-keys", keyring.toString())
                .lines()
                .toList()) {
            if (line.startsWith("fpr:") && primary) {
                found.add(line.split(":")[9]);
            }
            primary = line.startsWith("pub:");
        }
        return found;
    }

    private String gpg(String home, List<String> options, String... arguments) throws Exception {
        var argv = new ArrayList<>(
                List.of("gpg", "--homedir", folder.resolve(home).toString(), "--batch", "--yes", "--passphrase", ""));
        argv.addAll(options);
        argv.addAll(List.of(arguments));
        return run(argv.toArray(String[]::new));
    }

    private String run(String... argv) throws Exception {
        return Tool.run(folder, argv).mustSucceed();
    }
}
