package dev.gristmill.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.JsonObject;
import dev.gristmill.kernel.Compiled;
import dev.gristmill.kernel.CompiledSources;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.storage.simple.InMemSpdxStore;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class DocumentsTest {
    private static final Digest IMAGE = Digest.of("a manifest");
    private static final Digest BOOT_FILE = Digest.of("a boot file");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cyclonedxFindsNothingWrong(boolean listed) throws Exception {
        var content = written(image(listed), CycloneDx::write);
        var parser = new JsonParser();
        assertThat(parser.validate(content, Version.VERSION_16)).isEmpty();
        var bom = parser.parse(content);
        assertThat(bom.getMetadata().getComponent().getHashes().getFirst().getValue())
                .isEqualTo(IMAGE.hex());
        var kernel = bom.getComponents().getFirst();
        assertThat(kernel.getCpe()).isEqualTo("cpe:2.3:o:linux:linux_kernel:5.10.262:*:*:*:*:*:*:*");
        assertThat(kernel.getPurl()).startsWith("pkg:generic/linux@5.10.262");
        assertThat(kernel.getHashes().getFirst().getValue()).isEqualTo(BOOT_FILE.hex());
        assertThat(kernel.getPedigree().getPatches()).hasSize(1);
        if (listed) {
            assertThat(kernel.getComponents()).extracting("name").contains("init/main.c", "arch/x86/entry.S");
        } else {
            assertThat(new String(content, UTF_8)).contains("not listed", "\"incomplete\"");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void spdxFindsNothingWrong(boolean listed) throws Exception {
        var content = written(image(listed), Spdx::write);
        System.setProperty("org.spdx.useJARLicenseInfoOnly", "true");
        SpdxModelFactory.init();
        try (var store = new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON)) {
            var document = store.deSerialize(new ByteArrayInputStream(content), false);
            assertThat(document).isInstanceOf(SpdxDocument.class);
            assertThat(((SpdxDocument) document).verify()).isEmpty();
        }
        var text = new String(content, UTF_8);
        assertThat(text).contains(IMAGE.hex(), BOOT_FILE.hex(), Compiled.PATCH.hex(), "cpe:2.3:o:linux:linux_kernel");
        assertThat(text.contains("./init/main.c")).isEqualTo(listed);
        assertThat(text.contains("not listed")).isEqualTo(!listed);
    }

    @Test
    void provenanceNamesEveryInputWithItsDigest() throws Exception {
        var image = image(true);
        var predicate = JsonObject.parse(written(image, (i, json) -> SlsaProvenance.write(i, json)));
        var definition = predicate.object("buildDefinition");
        assertThat(definition.string("buildType")).isEqualTo(SlsaProvenance.OF_KERNEL);
        var names = new java.util.ArrayList<String>();
        for (var dependency : definition.objects("resolvedDependencies")) {
            names.add(dependency.string("name"));
            assertThat(dependency.object("digest").string("sha256")).hasSize(64);
        }
        assertThat(names).containsExactly("source", "patch", "configuration", "toolchain");
        assertThat(predicate.object("runDetails").object("builder").string("id"))
                .isEqualTo(SlsaProvenance.BUILDER);
    }

    @Test
    void provenanceIsEnoughToBuildAgain() throws Exception {
        var image = image(true);
        var predicate = JsonObject.parse(written(image, (i, json) -> SlsaProvenance.write(i, json)));
        assertThat(ClaimedBuild.parse(predicate)).isEqualTo(ClaimedBuild.of(image.build()));
    }

    @Test
    void provenanceOfAnIndexNamesItsImages() throws Exception {
        var images = new TreeMap<>(Map.of("amd64", IMAGE, "arm64", BOOT_FILE));
        var predicate = JsonObject.parse(
                written(image(false), (i, json) -> SlsaProvenance.writeIndex("kernel-bin", images, json)));
        assertThat(predicate.object("buildDefinition").objects("resolvedDependencies"))
                .hasSize(2);
    }

    @Test
    void bootProofsBecomeOneTestResult() throws Exception {
        try (var store = new Store(folder.resolve("store"))) {
            assertThat(BootProofs.find(store, BOOT_FILE).isEmpty()).isTrue();
            proof(store, "microvm", "firecracker", true, "passed");
            assertThat(result(store))
                    .contains("\"result\":\"PASSED\"", "firecracker/console")
                    .doesNotContain("/log", "toInit");
            proof(store, "q35", "cloud-hypervisor", false, "failed");
            assertThat(result(store))
                    .contains("\"result\":\"FAILED\"", "\"failedTests\":[\"cloud-hypervisor/console\"]");
        }
    }

    @Test
    void sayTheSameEachTime() throws Exception {
        for (var writer : List.<Writer>of(Spdx::write, CycloneDx::write)) {
            assertThat(written(image(true), writer)).isEqualTo(written(image(true), writer));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GPL-2.0, true",
        "GPL-2.0 WITH Linux-syscall-note, true",
        "((GPL-2.0+ WITH Linux-syscall-note) OR BSD-3-Clause), true",
        "GPL-2.0 OR MIT OR ISC, true",
        "Friendly-1.0, false",
        "GPL-2.0 MIT, false",
        "GPL-2.0 OR, false",
        "(GPL-2.0, false",
        "GPL-2.0), false",
        "GPL-2.0 WITH MIT, false",
        "OR, false",
        "GPL-2.0 (OR) MIT, false"
    })
    void passesOnOnlyLicencesThatOthersCanRead(String text, boolean known) {
        assertThat(Licenses.known(text).isPresent()).isEqualTo(known);
    }

    private KernelImage image(boolean listed) throws Exception {
        var request = Compiled.request(folder, Architecture.X86_64);
        var annotations = new TreeMap<>(Map.of(
                "dev.gristmill.kernel.sha256", BOOT_FILE.hex(),
                "dev.gristmill.kernel.profile", "tiny",
                "dev.gristmill.kernel.vmm", "firecracker"));
        Optional<CompiledSources> sources =
                listed ? Compiled.in(folder.resolve("compiled")).sources() : Optional.empty();
        return new KernelImage("firecracker-kernel-bin", IMAGE, annotations, Compiled.record(request), sources);
    }

    private static void proof(Store store, String machine, String vmm, boolean passed, String outcome)
            throws Exception {
        var file = store.proofs().resolve(BOOT_FILE.hex()).resolve(machine + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"sha256":"%s","vmm":"%s","machine":"%s","acceleration":"emulation","passed":%s,"toInitMillis":7,
                 "checks":[{"name":"console","outcome":"%s","detail":""}],"log":"/log"}""".formatted(BOOT_FILE.hex(), vmm, machine, passed, outcome));
    }

    private static String result(Store store) throws Exception {
        var proofs = BootProofs.find(store, BOOT_FILE);
        var out = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            proofs.write(json);
        }
        return out.toString(UTF_8);
    }

    private interface Writer {
        void write(KernelImage image, JsonGenerator json) throws Exception;
    }

    private static byte[] written(KernelImage image, Writer writer) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            writer.write(image, json);
        }
        return out.toByteArray();
    }
}
