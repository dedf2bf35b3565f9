package dev.gristmill.provenance;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/**
 * What booting a kernel showed, on all machines that it was booted on, as a test result. Measured times and paths of the
 * machine are left out.
 *
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md">test result, v0.1</a>
 */
public final class BootProofs {
    public static final String PREDICATE_TYPE = "https://in-toto.io/attestation/test-result/v0.1";

    private static final long LARGEST = 1 << 20;

    private final Digest bootFile;
    private final List<JsonObject> proofs;

    private BootProofs(Digest bootFile, List<JsonObject> proofs) {
        this.bootFile = bootFile;
        this.proofs = proofs;
    }

    /** Those of the store for that boot file; a damaged one counts as none. */
    public static BootProofs find(Store store, Digest bootFile) {
        var folder = folder(store, bootFile);
        var proofs = new ArrayList<JsonObject>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    var proof = read(file);
                    if (proof.string("sha256").equals(bootFile.hex())) {
                        proofs.add(proof);
                    }
                }
            } catch (IOException e) {
                return new BootProofs(bootFile, List.of());
            }
        }
        return new BootProofs(bootFile, proofs);
    }

    /** Where a store keeps them, one file for each machine. */
    static Path folder(Store store, Digest bootFile) {
        return store.proofs().resolve(bootFile.hex());
    }

    private static JsonObject read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("more than " + LARGEST + " bytes in " + file);
        }
        return JsonObject.parse(Files.readAllBytes(file));
    }

    public boolean isEmpty() {
        return proofs.isEmpty();
    }

    /** How long each VMM's machine took from entering the kernel to init, by the guest's clock, where that was seen. */
    public SortedMap<String, Long> microsToInit() {
        var times = new TreeMap<String, Long>();
        for (var proof : proofs) {
            try {
                if (proof.has("uptimeMicros")) {
                    times.put(proof.string("vmm"), proof.number("uptimeMicros"));
                }
            } catch (MalformedJsonException e) {
                // A damaged proof says nothing.
            }
        }
        return times;
    }

    /** Writes the predicate where the generator stands. */
    public void write(JsonGenerator json) throws MalformedJsonException {
        var failed = tests(outcome -> !outcome.equals("passed") && !outcome.equals("skipped"));
        json.writeStartObject();
        json.writeStringProperty("result", failed.isEmpty() && allPassed() ? "PASSED" : "FAILED");
        json.writeArrayPropertyStart("configuration");
        json.writeStartObject();
        json.writeStringProperty("name", "boot/vmlinux");
        json.writeObjectPropertyStart("digest");
        json.writeStringProperty("sha256", bootFile.hex());
        json.writeEndObject();
        json.writeEndObject();
        for (var proof : proofs) {
            writeMachine(proof, json);
        }
        json.writeEndArray();
        write("passedTests", tests("passed"::equals), json);
        write("warnedTests", List.of(), json);
        write("failedTests", failed, json);
        json.writeEndObject();
    }

    private boolean allPassed() {
        return proofs.stream().allMatch(proof -> proof.says("passed"));
    }

    private static void writeMachine(JsonObject proof, JsonGenerator json) throws MalformedJsonException {
        json.writeStartObject();
        json.writeStringProperty("name", "machine");
        json.writeStringProperty("uri", "https://gristmill.dev/machine/" + proof.string("vmm"));
        json.writeObjectPropertyStart("annotations");
        json.writeStringProperty("description", proof.string("machine"));
        json.writeStringProperty("acceleration", proof.string("acceleration"));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** {@code <vmm>/<check>} of each check whose outcome is such. */
    private List<String> tests(Predicate<String> outcome) throws MalformedJsonException {
        var names = new ArrayList<String>();
        for (var proof : proofs) {
            for (var check : proof.objects("checks")) {
                if (outcome.test(check.string("outcome"))) {
                    names.add(proof.string("vmm") + "/" + check.string("name"));
                }
            }
        }
        return names;
    }

    private static void write(String field, List<String> names, JsonGenerator json) {
        json.writeArrayPropertyStart(field);
        names.forEach(json::writeString);
        json.writeEndArray();
    }
}
