package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.OciLayout;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Blobs on their way, several at once, and how far they all are together. */
final class BlobTransfer implements AutoCloseable {
    private final RegistryClient client;
    private final Task task;
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong reached = new AtomicLong();
    private final AtomicInteger uploaded = new AtomicInteger();
    private final AtomicInteger mounted = new AtomicInteger();

    BlobTransfer(RegistryClient client, Progress progress, String subject) {
        this.client = client;
        this.task = progress.begin(subject, "push", Progress.Unit.BYTES);
    }

    /** Brings each blob to its repositories: sent to the first, and to the others by mounting where that is possible. */
    void run(Map<Descriptor, Set<Repository>> wanted, OciLayout layout) throws InterruptedException {
        var largestFirst = new ArrayList<>(wanted.keySet());
        largestFirst.sort(Comparator.comparingLong(Descriptor::size).reversed());
        grow(largestFirst.stream().mapToLong(Descriptor::size).sum());
        Parallel.each(largestFirst, blob -> bring(blob, wanted.getOrDefault(blob, Set.of()), layout));
    }

    private void bring(Descriptor blob, Set<Repository> repositories, OciLayout layout) throws InterruptedException {
        boolean counted = true; // the blob's bytes are expected once; a second upload adds its own
        Optional<Repository> sister = Optional.empty();
        for (var repository : repositories) {
            if (!counted) {
                grow(blob.size());
            }
            var progress = new One();
            var file = new LayoutImages(layout, repository.name()).file(blob);
            var outcome = new BlobUpload(client, repository, blob, file, progress::reached).run(sister);
            switch (outcome) {
                case UPLOADED -> {
                    progress.reached(blob.size());
                    uploaded.incrementAndGet();
                }
                case MOUNTED -> {
                    grow(-blob.size());
                    mounted.incrementAndGet();
                }
                case THERE -> grow(-blob.size());
            }
            counted = false;
            sister = Optional.of(repository);
        }
    }

    private void grow(long bytes) {
        task.expect(expected.addAndGet(bytes));
    }

    PushReport report(List<Pushed> images) {
        long moved = images.stream()
                .filter(image -> image.state() == Pushed.State.PUSHED)
                .count();
        var what = images.stream()
                        .anyMatch(image -> RemoteImage.isDigest(image.image().tag()))
                ? "images"
                : "tags";
        task.done(moved + " of " + images.size() + " " + what + " new or moved, " + uploaded.get() + " blobs sent, "
                + mounted.get() + " mounted");
        return new PushReport(images, uploaded.get(), mounted.get(), reached.get());
    }

    @Override
    public void close() {
        task.close();
    }

    /** The part of one upload in all of them; it may go back when an upload begins anew. */
    private final class One {
        private long before;

        synchronized void reached(long now) {
            task.reached(BlobTransfer.this.reached.addAndGet(now - before));
            before = now;
        }
    }
}
