package dev.gristmill.trust;

import dev.gristmill.provenance.BootProofs;
import dev.gristmill.provenance.CycloneDx;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.provenance.Spdx;

/** The kinds of statement that are made of images. */
final class Predicates {
    private Predicates() {}

    /** As people call it. */
    static String name(String predicateType) {
        return switch (predicateType) {
            case Spdx.PREDICATE_TYPE -> "sbom-spdx";
            case CycloneDx.PREDICATE_TYPE -> "sbom-cyclonedx";
            case SlsaProvenance.PREDICATE_TYPE -> "provenance";
            case BootProofs.PREDICATE_TYPE -> "boot-proof";
            default -> predicateType;
        };
    }
}
