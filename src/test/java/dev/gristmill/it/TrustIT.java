package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Compiled;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we sign on Debian's registry, cosign verifies, and the other way round. */
class TrustIT {
    private static final String RELEASE = "5.10.262";
    private static final Reference BIN = new Reference("firecracker-kernel-bin", RELEASE);
    private static final Map<String, String> PASSWORD = Map.of("GRISTMILL_KEY_PASSWORD", "hunter2");
    private static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    @TempDir
    private Path folder;

    private Path store;
    private Path layout;
    private List<PublishedIndex> published;
    private DebianRegistry registry;
    private Cosign cosign;

    @BeforeEach
    void packAndStart() throws Exception {
        store = folder.resolve("store");
        layout = folder.resolve("images");
        try (var opened = new Store(store)) {
            var packer = new ImagePacker(opened, Progress.none());
            var packed = new ArrayList<PackedKernel>();
            for (var architecture : Architecture.values()) {
                packed.add(packer.pack(Kernels.spec(kernel(opened, architecture), "microvm")));
            }
            published = OciLayout.at(layout, opened).put(new ImageNames("microvm").of(packed));
        }
        registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
        cosign = Cosign.in(folder);
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
    }

    @Test
    void cosignVerifiesWhatWeSignWithOurKey() throws Exception {
        Gristmill.run(PASSWORD, "keygen", "--output-key-prefix", at("ours")).mustSucceed();
        cosign.generateKey("other");
        assertThat(push("--key", at("ours.key")).mustSucceed()).contains("\"state\":\"attached\"");
        for (var reference : references()) {
            cosign.verify(at("ours.pub"), reference).mustSucceed();
            var wrong = cosign.verify("other.pub", reference);
            assertThat(wrong.status()).isNotZero();
            assertThat(wrong.errors()).contains("no matching signatures");
        }
        for (var digest : digests()) {
            cosign.verifyAttestation(at("ours.pub"), true, SIGNED, digest).mustSucceed();
        }
        assertThat(push("--key", at("ours.key")).mustSucceed())
                .contains("\"state\":\"kept\"")
                .doesNotContain("\"state\":\"attached\"");
    }

    @Test
    void cosignVerifiesWhatWeAttestInBothForms() throws Exception {
        cosign.generateKey("ours");
        cosign.generateKey("other");
        push("--key", at("ours.key"), "--require-attestations").mustSucceed();
        verify("ours.pub", named()).mustSucceed();
        for (var bundle : List.of(false, true)) {
            for (var digest : digests()) {
                cosign.verifyAttestation("ours.pub", bundle, "slsaprovenance1", digest)
                        .mustSucceed();
            }
            for (var image : digests().subList(1, digests().size())) {
                for (var type : List.of("spdxjson", "cyclonedx", "https://in-toto.io/attestation/test-result/v0.1")) {
                    cosign.verifyAttestation("ours.pub", bundle, type, image).mustSucceed();
                }
            }
            assertThat(cosign.verifyAttestation(
                                    "other.pub", bundle, "spdxjson", digests().getLast())
                            .status())
                    .isNotZero();
        }
    }

    @Test
    void weVerifyWhatCosignSignsInBothForms() throws Exception {
        push().mustSucceed();
        cosign.generateKey("theirs");
        cosign.generateKey("other");
        assertThat(verify("theirs.pub", named()).output()).contains("\"passed\":false", "there is none");
        cosign.sign("theirs.key", digests().getFirst()).mustSucceed();
        for (var reference : references()) {
            assertThat(verify("theirs.pub", reference).output()).contains("by this key, as tag");
            assertThat(verify("other.pub", reference).output()).contains("a signature that is not this key's");
        }
        var predicate = Files.writeString(folder.resolve("predicate.json"), "{}");
        for (var digest : digests()) {
            cosign.attest("other.key", true, SIGNED, predicate, digest).mustSucceed();
        }
        assertThat(verify("other.pub", named()).output()).contains("by this key, as bundle");
    }

    @Test
    void addsItsSignatureToThatOfSomebodyElse() throws Exception {
        push().mustSucceed();
        cosign.generateKey("theirs");
        cosign.generateKey("second");
        cosign.sign("theirs.key", digests().getFirst()).mustSucceed();
        push("--key", at("second.key")).mustSucceed();
        for (var key : List.of("theirs.pub", "second.pub")) {
            cosign.verify(key, named()).mustSucceed();
        }
        verify("second.pub", named()).mustSucceed();
    }

    @Test
    void signsWithACommand() throws Exception {
        Tool.run(folder, "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "kms.pem")
                .mustSucceed();
        Tool.run(folder, "openssl", "ec", "-in", "kms.pem", "-pubout", "-out", "kms.pub")
                .mustSucceed();
        Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels: [{series: "5.10"}]
                sign:
                  command: [sh, -c, 'openssl dgst -sha256 -sign %s "$1" | base64', kms]
                  public-key: kms.pub
                """.formatted(at("kms.pem")));
        push("--catalogue", at("gristmill.yaml")).mustSucceed();
        cosign.verify("kms.pub", named()).mustSucceed();
        verify("kms.pub", named()).mustSucceed();
    }

    @Test
    void orasListsTheReferrers() throws Exception {
        var oras = TrixiePackage.program("oras");
        cosign.generateKey("ours");
        push("--key", at("ours.key")).mustSucceed();
        for (var digest : digests()) {
            var listed = Tool.run(folder, oras.toString(), "discover", "--plain-http", digest)
                    .mustSucceed();
            assertThat(listed).contains("application/vnd.dev.sigstore.bundle.v0.3+json");
        }
    }

    @Test
    void tellsThatTheKeyCannotBeOpenedBeforeAnythingIsPushed() throws Exception {
        cosign.generateKey("ours");
        var run = Gristmill.run(
                Map.of("COSIGN_PASSWORD", "wrong-secret"),
                pushing("--key", at("ours.key")).toArray(String[]::new));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .contains("the passphrase does not open the key")
                .doesNotContain("wrong-secret");
        assertThat(registry.requests()).isEmpty();
    }

    /** With all that is known of a kernel that was built here and booted. */
    private BuiltKernel kernel(Store opened, Architecture architecture) throws Exception {
        var plain = Kernels.modular(folder.resolve("kernel"), RELEASE, architecture, 1);
        var sources = folder.resolve("source-" + architecture);
        Compiled.in(sources).sources();
        var request = Compiled.request(sources, architecture);
        Compiled.remember(opened, request, Optional.of(sources.resolve("sources.tsv")));
        var bootFile = Digest.of(plain.bootFile());
        var proof = opened.proofs().resolve(bootFile.hex()).resolve("microvm.json");
        Files.createDirectories(proof.getParent());
        Files.writeString(
                proof,
                ("{\"sha256\":\"%s\",\"vmm\":\"firecracker\",\"machine\":\"microvm\",\"acceleration\":\"emulation\","
                                + "\"passed\":true,\"checks\":[{\"name\":\"console\",\"outcome\":\"passed\"}]}")
                        .formatted(bootFile.hex()));
        return new BuiltKernel(
                request.key(),
                architecture,
                plain.release(),
                RELEASE,
                plain.bootFile(),
                plain.config(),
                plain.modules(),
                plain.date());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private String repository() {
        return registry.host() + "/acme/" + BIN.name();
    }

    private String named() {
        return repository() + ":" + RELEASE;
    }

    /** By tag, and the digests of the index and of each image. */
    private List<String> references() {
        var all = new ArrayList<>(List.of(named()));
        all.addAll(digests());
        return all;
    }

    private List<String> digests() {
        var index = published.stream()
                .filter(one -> one.reference().equals(BIN))
                .findFirst()
                .orElseThrow();
        var all =
                new ArrayList<>(List.of(repository() + "@" + index.descriptor().digest()));
        index.index()
                .images()
                .forEach(image -> all.add(repository() + "@" + image.manifest().digest()));
        return all;
    }

    private List<String> pushing(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--json",
                "--store",
                store.toString(),
                "push",
                "--registry",
                registry.host() + "/acme",
                "--layout",
                layout.toString()));
        arguments.addAll(List.of(more));
        arguments.add(BIN.toString());
        return arguments;
    }

    private Tool.Run push(String... more) throws Exception {
        return Gristmill.run(PASSWORD, pushing(more).toArray(String[]::new));
    }

    private Tool.Run verify(String key, String reference) throws Exception {
        return Gristmill.run("--json", "--store", store.toString(), "verify", "--key", at(key), reference);
    }
}
