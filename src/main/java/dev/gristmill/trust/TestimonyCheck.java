package dev.gristmill.trust;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.BootProofs;
import dev.gristmill.provenance.CycloneDx;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.provenance.Spdx;
import dev.gristmill.signature.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the holder of the key says of an image or index. */
final class TestimonyCheck {
    private final Testimony testimony;
    private final Digest digest;
    private final Expectations expected;

    TestimonyCheck(Testimony testimony, Digest digest, Expectations expected) {
        this.testimony = testimony;
        this.digest = digest;
        this.expected = expected;
    }

    void signature(Findings findings) {
        if (testimony.signed().isEmpty()) {
            findings.failed(
                    "signature",
                    none(Stream.concat(testimony.badSignatures().stream(), testimony.badAttestations().stream())
                            .toList()));
        } else {
            var forms = testimony.signed().stream()
                    .map(form -> form.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" and "));
            findings.passed("signature", "by this key, as " + forms);
        }
    }

    /** @param annotations of the image */
    void ofImage(SortedMap<String, String> annotations, Findings findings) throws InterruptedException {
        var provenance = testimony.of(SlsaProvenance.PREDICATE_TYPE);
        findings.check(
                "provenance",
                "built by " + expected.builder(),
                () -> judged(provenance, statement -> ProvenanceCheck.ofImage(statement, expected, annotations)));
        var sboms = Stream.of(Spdx.PREDICATE_TYPE, CycloneDx.PREDICATE_TYPE)
                .flatMap(type -> testimony.of(type).stream())
                .toList();
        findings.check(
                "sbom",
                sboms.stream()
                        .map(sbom -> Predicates.name(sbom.predicateType()).substring("sbom-".length()))
                        .collect(Collectors.joining(" and ")),
                () -> judged(sboms, sbom -> SbomCheck.of(sbom, digest, annotations)));
        var proofs = testimony.of(BootProofs.PREDICATE_TYPE);
        if (proofs.isEmpty()) {
            findings.skipped("boot-proof", "nobody says that it was booted");
        } else {
            findings.check("boot-proof", "it was booted", () -> judged(proofs, proof -> booted(proof, annotations)));
        }
    }

    /** @param images digests by architecture */
    void ofIndex(SortedMap<String, Digest> images, Findings findings) throws InterruptedException {
        findings.check(
                "provenance",
                "over these images",
                () -> judged(
                        testimony.of(SlsaProvenance.PREDICATE_TYPE),
                        statement -> ProvenanceCheck.ofIndex(statement, expected, images)));
    }

    List<Statement> provenance() {
        return testimony.of(SlsaProvenance.PREDICATE_TYPE);
    }

    private interface Judge {
        List<String> problems(Statement statement) throws MalformedJsonException;
    }

    /** Every statement has to be right: of two that contradict each other, one is wrong. */
    private Optional<List<String>> judged(List<Statement> statements, Judge judge) throws MalformedJsonException {
        if (statements.isEmpty()) {
            return Optional.of(List.of(none(testimony.badAttestations())));
        }
        var problems = new ArrayList<String>();
        for (var statement : statements) {
            problems.addAll(judge.problems(statement));
        }
        return Optional.of(problems);
    }

    private static String none(List<String> others) {
        return others.isEmpty() ? "there is none" : "there is none that counts, only " + String.join("; ", others);
    }

    private static List<String> booted(Statement proof, SortedMap<String, String> annotations)
            throws MalformedJsonException {
        var problems = new ArrayList<String>();
        if (!proof.predicate().string("result").equals("PASSED")) {
            problems.add("it failed: " + String.join(", ", proof.predicate().strings("failedTests")));
        }
        var bootFile = annotations.getOrDefault(StoredEvidence.BOOT_FILE, "");
        for (var part : proof.predicate().objects("configuration")) {
            if (part.has("digest") && !part.object("digest").string("sha256").equals(bootFile)) {
                problems.add("another boot file was booted");
            }
        }
        return problems;
    }
}
