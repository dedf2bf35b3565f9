package dev.gristmill.trust;

/** The kinds of statement that are made of images. */
final class Predicates {
    static final String SPDX = "https://spdx.dev/Document";
    static final String CYCLONEDX = "https://cyclonedx.org/bom";
    static final String PROVENANCE = "https://slsa.dev/provenance/v1";
    static final String TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";

    private Predicates() {}

    /** As people call it. */
    static String name(String predicateType) {
        return switch (predicateType) {
            case SPDX -> "sbom-spdx";
            case CYCLONEDX -> "sbom-cyclonedx";
            case PROVENANCE -> "provenance";
            case TEST_RESULT -> "boot-proof";
            default -> predicateType;
        };
    }
}
