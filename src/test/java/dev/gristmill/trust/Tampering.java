package dev.gristmill.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gristmill.contract.BootFiles;
import dev.gristmill.contract.ModuleFiles;
import dev.gristmill.image.JsonObject;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.BootProofs;
import dev.gristmill.provenance.CycloneDx;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.provenance.Spdx;
import dev.gristmill.signature.Claim;
import dev.gristmill.signature.SimpleSigning;
import dev.gristmill.trust.Bench.Change;
import dev.gristmill.trust.Bench.Entry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One kind of tampering.
 *
 * @param group who does it: somebody who can write to the registry, or whoever signs
 * @param what is done, for people
 * @param repository that is verified afterwards
 * @param expected what whoever verifies demands
 * @param check that must fail; {@code image} where there is nothing to check
 * @param reason a part of what is said about it
 */
record Tampering(
        Group group, String what, String repository, Expectations expected, String check, String reason, Act act) {

    /** Who does it. */
    enum Group {
        REGISTRY("Somebody who can write to the registry"),
        SIGNER("Whoever holds the key, by mistake or not: everything is signed");

        final String title;

        Group(String title) {
            this.title = title;
        }
    }

    interface Act {
        void on(Bench bench) throws Exception;
    }

    @Override
    public String toString() {
        return what;
    }

    static List<Tampering> all() {
        var all = new ArrayList<Tampering>();
        all.addAll(bytes());
        all.addAll(signatures());
        all.addAll(attestations());
        all.addAll(tags());
        all.addAll(content());
        all.addAll(statements());
        return List.copyOf(all);
    }

    private static Tampering byOther(String what, String check, String reason, Act act) {
        return new Tampering(Group.REGISTRY, what, Bench.BIN, Expectations.USUAL, check, reason, act);
    }

    private static Tampering bySigner(String what, String check, String reason, Act act) {
        return new Tampering(Group.SIGNER, what, Bench.BIN, Expectations.USUAL, check, reason, act);
    }

    private static Tampering ofModules(Tampering tampering) {
        return new Tampering(
                tampering.group,
                tampering.what,
                Bench.MODULES,
                tampering.expected,
                tampering.check,
                tampering.reason,
                tampering.act);
    }

    private static byte[] flip(byte[] content) {
        content[content.length / 2] ^= 1;
        return content;
    }

    private static List<Tampering> bytes() {
        UnaryOperator<byte[]> cut = content -> Arrays.copyOf(content, content.length - 1);
        UnaryOperator<byte[]> longer = content -> Arrays.copyOf(content, content.length + 1);
        return List.of(
                byOther(
                        "a flipped bit in the index",
                        "image",
                        "a wrong digest",
                        bench -> bench.change(Bench.BIN + "/manifests/" + index(bench), Tampering::flip)),
                byOther(
                        "a flipped bit in a manifest",
                        "manifest",
                        "a wrong digest",
                        bench -> bench.change(manifest(bench), Tampering::flip)),
                byOther("a manifest that is gone", "manifest", "404", bench -> bench.remove(manifest(bench))),
                byOther(
                        "a flipped bit in a configuration",
                        "manifest",
                        "expected sha256:",
                        bench -> bench.change(bench.config(Bench.BIN), Tampering::flip)),
                byOther(
                        "a configuration that is gone",
                        "manifest",
                        "404",
                        bench -> bench.remove(bench.config(Bench.BIN))),
                byOther(
                        "a flipped bit in a layer",
                        "layer",
                        "",
                        bench -> bench.change(bench.layer(Bench.BIN), Tampering::flip)),
                byOther("a layer that is cut off", "layer", "", bench -> bench.change(bench.layer(Bench.BIN), cut)),
                byOther(
                        "a layer with something behind it",
                        "layer",
                        "",
                        bench -> bench.change(bench.layer(Bench.BIN), longer)),
                byOther("a layer that is gone", "layer", "404", bench -> bench.remove(bench.layer(Bench.BIN))),
                ofModules(byOther(
                        "a flipped bit in a layer of modules",
                        "layer",
                        "",
                        bench -> bench.change(bench.layer(Bench.MODULES), Tampering::flip))));
    }

    private static String manifest(Bench bench) throws Exception {
        return Bench.BIN + "/manifests/" + bench.child(Bench.BIN, "amd64");
    }

    private static void stripBundles(Bench bench, String repository) {
        bench.registry.items().keySet().removeIf(path -> path.matches(repository + "/manifests/sha256-[0-9a-f]{64}"));
    }

    /** Leaves the tag form alone. */
    private static Act withoutBundles(Act act) {
        return bench -> {
            stripBundles(bench, Bench.BIN);
            act.on(bench);
        };
    }

    private static Digest index(Bench bench) {
        return bench.digest(Bench.BIN, Bench.RELEASE);
    }

    private static String sig(Bench bench) {
        return Bench.BIN + "/manifests/sha256-" + index(bench).hex() + ".sig";
    }

    private static Act signatureSays(String signature) {
        return withoutBundles(bench -> {
            var json = JsonObject.parse(bench.item(sig(bench)).content());
            var layer = json.objects("layers").getFirst();
            layer.put("annotations", Map.of(SimpleSigning.SIGNATURE, signature));
            bench.put(
                    sig(bench),
                    "application/vnd.oci.image.manifest.v1+json",
                    json.put("layers", List.of(layer)).bytes());
        });
    }

    private static List<Tampering> signatures() {
        return List.of(
                byOther(
                        "all signatures of the index taken away",
                        "signature",
                        "there is none",
                        withoutBundles(bench -> bench.remove(sig(bench)))),
                byOther(
                        "all signatures of one image taken away",
                        "signature",
                        "there is none",
                        withoutBundles(bench -> bench.remove(Bench.BIN + "/manifests/sha256-"
                                + bench.child(Bench.BIN, "arm64").hex() + ".sig"))),
                byOther("signatures of another key in their place", "signature", "not this key's", bench -> {
                    bench.strip(Bench.BIN, ".sig", ".att", "");
                    stripBundles(bench, Bench.BIN);
                    bench.seal(Bench.BIN, Bench.RELEASE, bench.stranger, new StoredEvidence(bench.store));
                }),
                byOther(
                        "the signature of another image, as a tag",
                        "signature",
                        "of another image",
                        withoutBundles(bench -> bench.put(
                                sig(bench),
                                "application/vnd.oci.image.manifest.v1+json",
                                bench.item(Bench.BIN + "/manifests/sha256-"
                                                + bench.child(Bench.BIN, "amd64")
                                                        .hex() + ".sig")
                                        .content()))),
                byOther("the signature of another image, as a bundle", "signature", "of another image", bench -> {
                    bench.remove(sig(bench));
                    var other = bench.child(Bench.BIN, "amd64").hex();
                    bench.put(
                            Bench.BIN + "/manifests/sha256-" + index(bench).hex(),
                            "application/vnd.oci.image.index.v1+json",
                            bench.item(Bench.BIN + "/manifests/sha256-" + other).content());
                }),
                byOther("a signature that is no base64", "signature", "malformed", signatureSays("%%%")),
                byOther("a signature of no length", "signature", "not this key's", signatureSays("")),
                byOther("a signature of zeroes", "signature", "not this key's", signatureSays("MAYCAQACAQA=")),
                byOther(
                        "a flipped bit in a signed payload",
                        "signature",
                        "expected sha256:",
                        withoutBundles(bench -> bench.change(
                                bench.listed(Bench.BIN, index(bench), ".sig").getFirst(), Tampering::flip))),
                byOther(
                        "an edited payload under its new digest",
                        "signature",
                        "not this key's",
                        withoutBundles(bench -> {
                            var payload = SimpleSigning.payload("registry.example/other", index(bench));
                            var blob = dev.gristmill.image.Descriptor.of(SimpleSigning.MEDIA_TYPE, payload);
                            bench.put(Bench.BIN + "/blobs/" + blob.digest(), "application/octet-stream", payload);
                            var json = JsonObject.parse(bench.item(sig(bench)).content());
                            var layer = json.objects("layers").getFirst();
                            layer.put("digest", blob.digest().toString()).put("size", blob.size());
                            bench.put(
                                    sig(bench),
                                    "application/vnd.oci.image.manifest.v1+json",
                                    json.put("layers", List.of(layer)).bytes());
                        })),
                byOther(
                        "a signature's tag that holds no manifest",
                        "signature",
                        "",
                        withoutBundles(bench -> bench.put(sig(bench), "text/plain", "<html>".getBytes(UTF_8)))),
                byOther(
                        "a list of referrers that is no list",
                        "signature",
                        "",
                        bench -> bench.put(
                                Bench.BIN + "/manifests/sha256-" + index(bench).hex(),
                                "application/vnd.oci.image.index.v1+json",
                                "{\"manifests\":7}".getBytes(UTF_8))));
    }

    /** Keeps only those attestations of the image for amd64 whose predicate type is another one. */
    private static Act withoutAttestation(String... types) {
        return withoutBundles(bench -> {
            var tag = Bench.BIN + "/manifests/sha256-"
                    + bench.child(Bench.BIN, "amd64").hex() + ".att";
            var json = JsonObject.parse(bench.item(tag).content());
            var kept = new ArrayList<JsonObject>();
            for (var layer : json.objects("layers")) {
                if (!Arrays.asList(types).contains(layer.texts("annotations").get("predicateType"))) {
                    kept.add(layer);
                }
            }
            bench.put(
                    tag,
                    "application/vnd.oci.image.manifest.v1+json",
                    json.put("layers", kept).bytes());
        });
    }

    private static Act editedEnvelope(UnaryOperator<String> edit) {
        return withoutBundles(bench -> {
            var image = bench.child(Bench.BIN, "amd64");
            var tag = Bench.BIN + "/manifests/sha256-" + image.hex() + ".att";
            var json = JsonObject.parse(bench.item(tag).content());
            var layer = json.objects("layers").getFirst();
            var envelope = new String(
                    bench.item(Bench.BIN + "/blobs/" + layer.string("digest")).content(), UTF_8);
            var blob =
                    dev.gristmill.image.Descriptor.of("x", edit.apply(envelope).getBytes(UTF_8));
            bench.put(
                    Bench.BIN + "/blobs/" + blob.digest(),
                    "application/octet-stream",
                    edit.apply(envelope).getBytes(UTF_8));
            layer.put("digest", blob.digest().toString()).put("size", blob.size());
            var layers = new ArrayList<>(json.objects("layers"));
            layers.set(0, layer);
            bench.put(
                    tag,
                    "application/vnd.oci.image.manifest.v1+json",
                    json.put("layers", layers).bytes());
        });
    }

    private static List<Tampering> attestations() {
        return List.of(
                byOther(
                        "all attestations taken away",
                        "provenance",
                        "there is none",
                        withoutBundles(bench -> bench.strip(Bench.BIN, ".att"))),
                byOther(
                        "the bills of materials taken away",
                        "sbom",
                        "there is none",
                        withoutAttestation(Spdx.PREDICATE_TYPE, CycloneDx.PREDICATE_TYPE)),
                byOther(
                        "the provenance taken away",
                        "provenance",
                        "there is none",
                        withoutAttestation(SlsaProvenance.PREDICATE_TYPE)),
                byOther(
                        "the attestations of the other architecture in their place",
                        "provenance",
                        "of another image",
                        withoutBundles(bench -> bench.put(
                                Bench.BIN + "/manifests/sha256-"
                                        + bench.child(Bench.BIN, "amd64").hex() + ".att",
                                "application/vnd.oci.image.manifest.v1+json",
                                bench.item(Bench.BIN + "/manifests/sha256-"
                                                + bench.child(Bench.BIN, "arm64")
                                                        .hex() + ".att")
                                        .content()))),
                byOther(
                        "attestations of another key in their place",
                        "provenance",
                        "not signed by this key",
                        withoutBundles(bench -> {
                            bench.strip(Bench.BIN, ".att");
                            bench.seal(Bench.BIN, Bench.RELEASE, bench.stranger, new StoredEvidence(bench.store));
                        })),
                byOther(
                        "an attestation without signatures",
                        "provenance",
                        "not signed by this key",
                        editedEnvelope(text -> text.replaceFirst("\"signatures\":\\[.*\\]", "\"signatures\":[]"))),
                byOther(
                        "an attestation whose statement was edited",
                        "provenance",
                        "not signed by this key",
                        editedEnvelope(text -> text.replaceFirst("\"payload\":\"", "\"payload\":\"ey"))),
                byOther(
                        "an attestation that calls itself something else",
                        "provenance",
                        "malformed",
                        editedEnvelope(text -> text.replace("application/vnd.in-toto+json", "text/plain"))),
                byOther("an attestation that is no JSON", "provenance", "malformed", editedEnvelope(text -> "<html>")));
    }

    /** Moves the tag to an index that nobody signed. */
    private static void move(Bench bench, JsonObject index) {
        for (var name : List.of(Bench.RELEASE, Digest.of(index.bytes()).toString())) {
            bench.put(Bench.BIN + "/manifests/" + name, "application/vnd.oci.image.index.v1+json", index.bytes());
        }
    }

    private static List<Tampering> tags() {
        return List.of(
                byOther("an index without one of its images", "signature", "there is none", bench -> {
                    var index = bench.json(Bench.BIN, Bench.RELEASE);
                    index.put("manifests", index.objects("manifests").subList(0, 1));
                    move(bench, index);
                }),
                byOther("an index with edited annotations", "signature", "there is none", bench -> {
                    var index = bench.json(Bench.BIN, Bench.RELEASE);
                    index.put("annotations", Map.of("dev.gristmill.kernel.release", "5.10.999"));
                    move(bench, index);
                }),
                byOther(
                        "the signed image of another release under this one's tag",
                        "tag",
                        "of the release 5.10.262",
                        bench -> {
                            bench.put(
                                    Bench.BIN + "/manifests/5.10.300",
                                    "application/vnd.oci.image.index.v1+json",
                                    bench.item(Bench.BIN + "/manifests/" + Bench.RELEASE)
                                            .content());
                        }),
                byOther("the signed image of another profile under this one's tag", "tag", "of the profile", bench -> {
                    bench.put(
                            Bench.BIN + "/manifests/" + Bench.RELEASE + "-tiny",
                            "application/vnd.oci.image.index.v1+json",
                            bench.item(Bench.BIN + "/manifests/" + Bench.RELEASE)
                                    .content());
                }),
                byOther("the base image under the name of the modules", "pair", "modules-layer", bench -> {
                    for (var path : List.copyOf(bench.registry.items().keySet())) {
                        if (path.startsWith(Bench.BASE + "/")) {
                            bench.registry
                                    .items()
                                    .put(path.replace(Bench.BASE + "/", Bench.MODULES + "/"), bench.item(path));
                        }
                    }
                }),
                byOther(
                        "other modules beside the kernel",
                        "pair",
                        "modules-layer: expected",
                        bench -> bench.republish(Bench.MODULES, new Change().file("kernel.txt", "x".getBytes(UTF_8)))));
    }

    private static final byte[] OTHER_KERNEL = otherKernel();

    private static byte[] otherKernel() {
        var kernel = BootFiles.vmlinux();
        kernel[1000] ^= 1;
        return kernel;
    }

    private static byte[] withoutPvh() {
        var kernel = BootFiles.vmlinux();
        kernel[BootFiles.PHNUM] = 1;
        return kernel;
    }

    private static Change bootFile(byte[] content) {
        return new Change().file("boot/vmlinux", content);
    }

    private static Change addition(TarArchiveEntry header) {
        return new Change().layer(entries -> entries.add(new Entry(header, new byte[0])));
    }

    private static TarArchiveEntry link(String name, String target, byte kind) {
        var link = new TarArchiveEntry(name, kind);
        link.setMode(0120777);
        link.setLinkName(target);
        return link;
    }

    private static TarArchiveEntry setuid() {
        var entry = new TarArchiveEntry("bin/sh");
        entry.setMode(0104755);
        return entry;
    }

    private static TarArchiveEntry ofUser() {
        var entry = new TarArchiveEntry("boot/more");
        entry.setMode(0100644);
        entry.setUserId(1000);
        return entry;
    }

    private static Tampering changed(String what, String check, String reason, Change change) {
        return bySigner(what, check, reason, bench -> bench.republish(Bench.BIN, change));
    }

    private static Tampering changedModules(String what, String check, String reason, Change change) {
        return ofModules(bySigner(what, check, reason, bench -> bench.republish(Bench.MODULES, change)));
    }

    private static List<Tampering> content() {
        return List.of(
                changed("another kernel than the labels say", "boot-file", "SHA-256: expected", bootFile(OTHER_KERNEL)),
                changed(
                        "a kernel without the PVH entry",
                        "boot-file",
                        "no PVH entry",
                        bootFile(withoutPvh())
                                .says("sha256", Digest.of(withoutPvh()).hex())),
                changed(
                        "a kernel for the other architecture",
                        "boot-file",
                        "wrong format",
                        bootFile(BootFiles.image())
                                .says("sha256", Digest.of(BootFiles.image()).hex())),
                changed(
                        "no kernel at all",
                        "boot-file",
                        "not there",
                        new Change()
                                .layer(entries -> entries.removeIf(
                                        entry -> entry.header().getName().equals("boot/vmlinux")))),
                changed("a link where the kernel should be", "layer", "boot_vmlinux", new Change().layer(entries -> {
                            entries.removeIf(entry -> entry.header().getName().equals("boot/vmlinux"));
                            entries.add(new Entry(link("boot/vmlinux", "other", TarConstants.LF_SYMLINK), new byte[0]));
                        })),
                changed(
                        "two kernels in one layer",
                        "layer",
                        "a_second_time",
                        new Change().layer(entries -> entries.add(Entry.of("boot/vmlinux", OTHER_KERNEL)))),
                changed("a wrong size in the labels", "boot-file", "size: expected 7", new Change().says("size", "7")),
                changed(
                        "a wrong format in the labels",
                        "boot-file",
                        "format: expected pe",
                        new Change().says("format", "pe")),
                changed(
                        "another configuration file",
                        "configuration",
                        "configuration: expected",
                        new Change().file("boot/config-" + Bench.RELEASE, "CONFIG_X=y\n".getBytes(UTF_8))),
                changed(
                        "no configuration file",
                        "configuration",
                        "not there",
                        new Change()
                                .layer(entries -> entries.removeIf(
                                        entry -> entry.header().getName().startsWith("boot/config-")))),
                changed(
                        "a path that leads out of the image",
                        "layer",
                        "..",
                        new Change().layer(entries -> entries.add(Entry.of("../evil", new byte[] {1})))),
                changed(
                        "an absolute link",
                        "layer",
                        "boot_evil",
                        addition(link("boot/evil", "/etc/shadow", TarConstants.LF_SYMLINK))),
                changed(
                        "a link that leads out of the image",
                        "layer",
                        "boot_evil",
                        addition(link("boot/evil", "../../../etc/shadow", TarConstants.LF_SYMLINK))),
                changed(
                        "a hard link",
                        "layer",
                        "boot_evil",
                        addition(link("boot/evil", "boot/vmlinux", TarConstants.LF_LINK))),
                changed("a set-user-id file", "layer", "bin_sh", addition(setuid())),
                changed("a file that belongs to a user", "layer", "boot_more", addition(ofUser())),
                changed(
                        "a configuration that lists another layer",
                        "layer",
                        "lists other layers",
                        new Change().config(json -> {
                            try {
                                json.object("rootfs")
                                        .put(
                                                "diff_ids",
                                                List.of(Digest.of("other").toString()));
                            } catch (dev.gristmill.image.MalformedJsonException e) {
                                throw new IllegalStateException(e);
                            }
                        })),
                changed(
                        "a configuration for the other architecture",
                        "labels",
                        "its configuration arm64",
                        new Change().config(json -> json.put("architecture", "arm64"))),
                changed(
                        "labels that differ from the annotations",
                        "labels",
                        "not the same",
                        new Change().labelled("profile", "tiny")),
                changed(
                        "annotations that differ from the labels",
                        "labels",
                        "not the same",
                        new Change().annotated("path", "boot/other")),
                changed(
                        "another release in the labels",
                        "labels",
                        "is not the release",
                        new Change().says("release", "5.10.999")),
                changed(
                        "another profile in the labels",
                        "labels",
                        "profile is not what its images say",
                        new Change().says("profile", "tiny")),
                changed(
                        "an image listed for the wrong platform",
                        "labels",
                        "is listed for",
                        new Change().platform(json -> json.put("architecture", "riscv64"))),
                changed(
                        "two images for one platform",
                        "labels",
                        "two images for arm64",
                        new Change().platform(json -> json.put("architecture", "arm64"))),
                changed(
                        "a label that names other modules",
                        "pair",
                        "modules-layer: expected",
                        new Change().says("modules-layer", Digest.of("other").toString())),
                changedModules(
                        "a module for another kernel",
                        "modules",
                        "made for another kernel",
                        new Change()
                                .file(
                                        "lib/modules/" + Bench.RELEASE + "/kernel/fs/xfs/xfs.ko",
                                        ModuleFiles.of("xfs", "5.10.1"))),
                changedModules(
                        "a compressed module",
                        "modules",
                        "is compressed",
                        new Change()
                                .file("lib/modules/" + Bench.RELEASE + "/kernel/fs/xfs/other.ko.xz", new byte[] {1})),
                changedModules(
                        "a module that is none",
                        "modules",
                        "no 64-bit ELF file",
                        new Change().file("lib/modules/" + Bench.RELEASE + "/kernel/fs/xfs/other.ko", new byte[100])),
                changedModules(
                        "modules that name another kernel",
                        "pair",
                        "bin-layer: expected",
                        new Change().says("bin-layer", Digest.of("other").toString())));
    }

    /** Says something else of that kind. */
    private static Evidence saying(Bench bench, String type, UnaryOperator<String> edit) {
        var honest = new StoredEvidence(bench.store);
        return subject -> {
            var gathered = honest.of(subject);
            var claims = gathered.claims().stream()
                    .map(claim ->
                            claim.predicateType().equals(type) && !subject.isIndex() ? edited(claim, edit) : claim)
                    .toList();
            return new Evidence.Gathered(claims, gathered.missing());
        };
    }

    private static Claim edited(Claim claim, UnaryOperator<String> edit) {
        return new Claim(claim.predicateType(), json -> {
            var out = new ByteArrayOutputStream();
            try (var copy = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
                claim.predicate().write(copy);
            }
            json.writeRawValue(edit.apply(out.toString(UTF_8)));
        });
    }

    private static Tampering said(String what, String type, String check, String reason, UnaryOperator<String> edit) {
        return bySigner(what, check, reason, bench -> {
            bench.strip(Bench.BIN, ".att");
            stripBundles(bench, Bench.BIN);
            bench.seal(Bench.BIN, Bench.RELEASE, bench.signer, saying(bench, type, edit));
        });
    }

    private static UnaryOperator<String> replacing(String what, String by) {
        return text -> {
            var changed = text.replaceAll(what, by);
            if (changed.equals(text)) {
                throw new AssertionError(what + " is not in " + text);
            }
            return changed;
        };
    }

    private static List<Tampering> statements() {
        var hex = "[0-9a-f]{64}";
        var other = Digest.of("other").hex();
        var slsa = SlsaProvenance.PREDICATE_TYPE;
        return List.of(
                said(
                        "provenance of another builder",
                        slsa,
                        "provenance",
                        "builder: expected",
                        replacing(SlsaProvenance.BUILDER, "https://builder.example/")),
                said(
                        "provenance of another build type",
                        slsa,
                        "provenance",
                        "build type: expected",
                        replacing(SlsaProvenance.OF_KERNEL, "https://builder.example/")),
                said(
                        "provenance of another build",
                        slsa,
                        "provenance",
                        "build key: expected",
                        replacing("\"buildKey\":\"sha256:" + hex, "\"buildKey\":\"sha256:" + other)),
                said(
                        "provenance of another release",
                        slsa,
                        "provenance",
                        "release: expected",
                        replacing("\"release\":\"5.10.262\"", "\"release\":\"5.10.1\"")),
                said(
                        "provenance of another configuration",
                        slsa,
                        "configuration",
                        "configuration: expected",
                        replacing("(\"configuration\",\"digest\":\\{\"sha256\":\")" + hex, "$1" + other)),
                said(
                        "provenance without a source",
                        slsa,
                        "provenance",
                        "names no source",
                        replacing("\"name\":\"source\"", "\"name\":\"sauce\"")),
                said("provenance with a malformed digest", slsa, "provenance", "malformed", replacing(hex, "abc")),
                new Tampering(
                        Group.SIGNER,
                        "a source other than the expected one",
                        Bench.BIN,
                        Expectations.parse(SlsaProvenance.BUILDER, List.of("source=sha256:" + other)),
                        "provenance",
                        "source: expected sha256:" + other,
                        bench -> {}),
                said(
                        "a bill of materials (SPDX) of another image",
                        Spdx.PREDICATE_TYPE,
                        "sbom",
                        "image: expected",
                        replacing(
                                "(\"primaryPackagePurpose\":\"CONTAINER\".*?\"checksumValue\":\")" + hex,
                                "$1" + other)),
                said(
                        "a bill of materials (CycloneDX) of another image",
                        CycloneDx.PREDICATE_TYPE,
                        "sbom",
                        "image: expected",
                        replacing("(\"bom-ref\":\"image\".*?\"content\":\")" + hex, "$1" + other)),
                said(
                        "a bill of materials of another release",
                        Spdx.PREDICATE_TYPE,
                        "sbom",
                        "kernel: expected",
                        replacing("\"versionInfo\":\"5.10.262\"", "\"versionInfo\":\"5.10.1\"")),
                said(
                        "a bill of materials that names no kernel",
                        CycloneDx.PREDICATE_TYPE,
                        "sbom",
                        "does not name",
                        replacing("linux_kernel\",\"version", "other\",\"version")),
                said(
                        "a boot proof that failed",
                        BootProofs.PREDICATE_TYPE,
                        "boot-proof",
                        "it failed",
                        replacing("PASSED", "FAILED")),
                said(
                        "a boot proof of another kernel",
                        BootProofs.PREDICATE_TYPE,
                        "boot-proof",
                        "another boot file",
                        replacing(hex, other)));
    }

    /** What is asked for when it is verified. */
    String tag() {
        return what.contains("another release under")
                ? "5.10.300"
                : what.contains("another profile under") ? Bench.RELEASE + "-tiny" : Bench.RELEASE;
    }
}
