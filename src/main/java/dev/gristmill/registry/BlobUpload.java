package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * One blob on its way to one repository. A registry is asked whether it has it, then whether it can take it from a
 * sister repository, and gets it as one stream. When that breaks, it is asked how far it got, and the rest follows in
 * pieces; all of it does, where the registry has lost what it had, as Docker's does. What it says it took, it must be
 * able to show.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push">pushing blobs</a>
 */
final class BlobUpload {
    /** Proxies before registries are known to take no more than 100 MB at once. */
    private static final long LARGEST_PIECE = 64L << 20;

    /** How the blob came to be there. */
    enum Outcome {
        THERE,
        MOUNTED,
        UPLOADED
    }

    private sealed interface State {}

    private record Absent() implements State {}

    /**
     * An upload that the registry has opened.
     *
     * @param offset bytes it has
     * @param piece bytes to send at once, if it is not all at once
     * @param whole whether to try all at once
     */
    private record Open(URI at, long offset, long piece, boolean whole) implements State {}

    private record Complete(Outcome outcome) implements State {}

    private final RegistryClient client;
    private final Repository repository;
    private final Descriptor blob;
    private final Path file;
    private final LongConsumer reached;
    private final Scope scope;
    private long furthest;
    private boolean inPieces;

    /** @param reached is told how many bytes the registry has, which may become fewer */
    BlobUpload(RegistryClient client, Repository repository, Descriptor blob, Path file, LongConsumer reached) {
        this.client = client;
        this.repository = repository;
        this.blob = blob;
        this.file = file;
        this.reached = reached;
        this.scope = client.scope(repository);
    }

    /**
     * @param sister a repository of the same registry that has the blob
     * @throws dev.gristmill.model.StepException if the blob cannot be brought there
     */
    Outcome run(Optional<Repository> sister) throws InterruptedException {
        return client.turns().take(repository, blob, () -> bring(sister));
    }

    private Outcome bring(Optional<Repository> sister) throws InterruptedException {
        if (client.persistence().run(() -> client.holdsBlob(repository, blob))) {
            return Outcome.THERE;
        }
        var state = sister.isPresent() ? mounted(sister.get()) : new Absent();
        boolean answered = true;
        int tries = 0;
        try {
            while (!(state instanceof Complete)) {
                try {
                    answered = true;
                    state = next(state);
                    tries = progressed(state) ? 0 : tries;
                } catch (CallFailure e) {
                    answered = e.status() != 0;
                    inPieces = inPieces || state instanceof Open;
                    boolean anew = isOutOfStep(e, state);
                    client.persistence().waitAfter(anew ? e.asPassing() : e, ++tries);
                    state = afterFailure(state, anew);
                    tries = progressed(state) ? 0 : tries;
                }
            }
            return ((Complete) state).outcome();
        } finally {
            if (state instanceof Open open && answered) {
                abandon(open);
            }
        }
    }

    private State next(State state) throws CallFailure, InterruptedException {
        return switch (state) {
            case Absent absent -> open();
            case Open open when open.offset() == blob.size() -> close(open, Payload.NOTHING);
            case Open open when open.whole() && open.offset() == 0 -> close(open, piece(0, blob.size()));
            case Open open -> append(open);
            case Complete complete -> complete;
        };
    }

    private boolean progressed(State state) {
        boolean further = state instanceof Open open && open.offset() > furthest;
        if (state instanceof Open open) {
            furthest = Math.max(furthest, open.offset());
            reached.accept(open.offset());
        }
        return further;
    }

    /** A registry that does not want to, or stumbles over it, gets an upload. */
    private State mounted(Repository sister) throws InterruptedException {
        var address = client.uploads(repository) + "?mount=" + blob.digest() + "&from=" + sister.path();
        var call = Call.of(purpose("mount"), "POST", URI.create(address), Scope.mount(repository, sister))
                .accepting(201, 202);
        try (var answer = client.transport().send(call)) {
            answer.finish();
            if (answer.status() == 202) {
                return opened(call, answer);
            }
            answer.requireDigest(blob);
            return client.holdsBlob(repository, blob) ? new Complete(Outcome.MOUNTED) : new Absent();
        } catch (CallFailure e) {
            return new Absent();
        }
    }

    private State open() throws CallFailure, InterruptedException {
        var call = Call.of(purpose("upload"), "POST", client.uploads(repository), scope)
                .accepting(202);
        try (var answer = client.transport().send(call)) {
            answer.finish();
            return opened(call, answer);
        }
    }

    private Open opened(Call call, Answer answer) throws CallFailure {
        long piece =
                Math.max(LARGEST_PIECE, answer.number("OCI-Chunk-Min-Length").orElse(0));
        return new Open(location(call, answer), 0, piece, !inPieces);
    }

    /** The last request of an upload, with what is left to send. */
    private State close(Open open, Payload rest) throws CallFailure, InterruptedException {
        var separator = open.at().getRawQuery() == null ? "?" : "&";
        var call = Call.of(
                        purpose("upload"), "PUT", URI.create(open.at() + separator + "digest=" + blob.digest()), scope)
                .carrying(rest)
                .accepting(200, 201, 202, 204);
        try (var answer = client.transport().send(call)) {
            answer.finish();
            answer.requireDigest(blob);
        }
        if (!client.holdsBlob(repository, blob)) {
            throw CallFailure.passing(call, call.uri(), "nothing there, although the registry said it took it");
        }
        return new Complete(Outcome.UPLOADED);
    }

    private State append(Open open) throws CallFailure, InterruptedException {
        long length = Math.min(open.piece(), blob.size() - open.offset());
        var call = Call.of(purpose("upload"), "PATCH", open.at(), scope)
                .carrying(piece(open.offset(), length))
                .with("Content-Range", open.offset() + "-" + (open.offset() + length - 1))
                .accepting(200, 201, 202, 204);
        try (var answer = client.transport().send(call)) {
            answer.finish();
            long end = end(answer).orElse(open.offset() + length);
            if (end > open.offset() + length || end < open.offset()) {
                throw CallFailure.passing(call, answer.from(), "a range that ends at byte " + end);
            }
            var at = answer.header("Location").isPresent() ? location(call, answer) : open.at();
            return new Open(at, end, open.piece(), false);
        }
    }

    /** What has become of it, as far as the registry tells: perhaps only an answer was lost. */
    private State afterFailure(State state, boolean anew) throws InterruptedException {
        try {
            if (client.holdsBlob(repository, blob)) {
                return new Complete(Outcome.UPLOADED);
            }
            if (state instanceof Open open && anew) {
                abandon(open);
                return new Absent();
            }
            return state instanceof Open open ? resumed(open) : state;
        } catch (CallFailure e) {
            return state instanceof Open open ? new Open(open.at(), open.offset(), open.piece(), false) : state;
        }
    }

    private State resumed(Open open) throws CallFailure, InterruptedException {
        var call = Call.of("ask how far the upload of " + blob.digest() + " is", "GET", open.at(), scope)
                .accepting(200, 204, 404, 405, 410);
        try (var answer = client.transport().send(call)) {
            answer.finish();
            var end = end(answer);
            if (answer.status() == 404 || answer.status() == 410) {
                return new Absent();
            }
            boolean usable = (answer.status() == 200 || answer.status() == 204)
                    && end.isPresent()
                    && end.getAsLong() <= blob.size();
            if (usable) {
                var at = answer.header("Location").isPresent() ? location(call, answer) : open.at();
                return new Open(at, end.getAsLong(), open.piece(), false);
            }
        }
        abandon(open);
        return new Absent();
    }

    /** What a registry says of an upload that it sees otherwise than we do is mended by starting anew. */
    private static boolean isOutOfStep(CallFailure failure, State state) {
        return state instanceof Open
                && switch (failure.status()) {
                    case 400, 404, 409, 410, 413, 416 -> true;
                    default -> false;
                };
    }

    private void abandon(Open open) throws InterruptedException {
        var call = Call.of("give up the upload of " + blob.digest(), "DELETE", open.at(), scope)
                .accepting(200, 202, 204, 404);
        try (var answer = client.transport().send(call)) {
            answer.finish();
        } catch (CallFailure e) {
            // The registry removes what nobody goes on with.
        }
    }

    private Payload piece(long from, long length) {
        return length == 0
                ? Payload.NOTHING
                : new Payload.Piece(file, from, length, sent -> reached.accept(from + sent));
    }

    private static URI location(Call call, Answer answer) throws CallFailure {
        return Transport.target(call, answer.from(), answer.header("Location").orElse(""));
    }

    /**
     * Where to go on, from {@code Range: 0-<last byte>}. {@code 0-0} is what Docker's registry says of an empty upload;
     * if it should mean one byte, the registry refuses the next piece and the upload begins anew.
     */
    private static OptionalLong end(Answer answer) {
        var range = answer.header("Range").orElse("");
        int dash = range.indexOf('-');
        try {
            long last = dash < 0 ? -1 : Long.parseLong(range.substring(dash + 1));
            return last < 0 ? OptionalLong.empty() : OptionalLong.of(last == 0 ? 0 : last + 1);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private String purpose(String verb) {
        return verb + " the blob " + blob.digest() + " of " + repository;
    }
}
