package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.model.GristmillException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.PushReport;
import dev.gristmill.registry.RegistryClient;
import java.util.List;

/**
 * Images on their way while other kernels are still built: everything of them but signatures and tags, which the
 * shipment brings. A registry that does not take them now is not asked again before that. Safe for use by several threads.
 */
final class EarlyPush {
    private final Shipment.Terms terms;
    private final OciLayout layout;
    private final Progress progress;
    private boolean failed;
    private PushReport sent = PushReport.NOTHING;

    EarlyPush(Shipment.Terms terms, OciLayout layout, Progress progress) {
        this.terms = terms;
        this.layout = layout;
        this.progress = progress;
    }

    synchronized void push(List<PublishedIndex> images) throws InterruptedException {
        if (failed) {
            return;
        }
        var host = terms.address().host();
        try (var client = RegistryClient.impatient(host, terms.access(), RegistryClient.Use.PUSH)) {
            sent = new Push(client, terms.address(), layout, progress)
                    .run(byDigest(images))
                    .after(sent);
        } catch (GristmillException e) {
            failed = true;
            progress.warn("pushing is tried again when all kernels are there\n" + e.getMessage());
        }
    }

    /** By now. */
    synchronized PushReport sent() {
        return sent;
    }

    private static List<Reference> byDigest(List<PublishedIndex> images) {
        return images.stream()
                .map(image -> new Reference(
                        image.reference().name(), image.descriptor().digest().toString()))
                .distinct()
                .toList();
    }
}
