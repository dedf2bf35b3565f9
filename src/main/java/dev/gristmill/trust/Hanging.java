package dev.gristmill.trust;

import dev.gristmill.model.Digest;
import dev.gristmill.provenance.BootProofs;
import dev.gristmill.registry.Attachments;
import dev.gristmill.signature.Bundle;

/**
 * What hangs on an image in a registry, at a glance. Nothing is verified: that is what {@link Verification} is for.
 *
 * @param signed whether there is a signature
 * @param booted whether there is a boot proof
 */
public record Hanging(boolean signed, boolean booted) {
    private static final String PREDICATE_TYPE = "predicateType";

    /** On one image or index. */
    public static Hanging on(Attachments attachments, Digest image) throws InterruptedException {
        boolean signed = !attachments.tagged(Attachments.tag(image, ".sig")).isEmpty()
                || !attachments.referrers(image, Bundle.MEDIA_TYPE).isEmpty();
        boolean booted = attachments.tagged(Attachments.tag(image, ".att")).stream()
                .anyMatch(attestation -> BootProofs.PREDICATE_TYPE.equals(
                        attestation.annotations().get(PREDICATE_TYPE)));
        return new Hanging(signed, booted);
    }
}
