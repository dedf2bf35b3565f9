package dev.gristmill.source.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer as they come in; a few pieces ahead of the reader, never all of them. */
public final class Body implements BodySubscriber<Body>, AutoCloseable {
    private static final int AHEAD = 16;

    /** Some bytes; or, without bytes, the end and what it was due to. */
    private record Piece(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * The next bytes, or an empty list at the end.
     *
     * @throws IOException if the connection broke, or nothing came for that long
     */
    public List<ByteBuffer> next(Duration stall) throws IOException, InterruptedException {
        var piece = pieces.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        if (piece == null) {
            throw new HttpTimeoutException("no bytes for " + stall.toSeconds() + " s");
        }
        if (piece.failure != null) {
            throw new IOException(piece.failure.getMessage(), piece.failure);
        }
        var from = subscription;
        if (from != null) {
            from.request(1);
        }
        return piece.bytes;
    }

    @Override
    public void close() {
        var from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription from) {
        subscription = from;
        from.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        pieces.add(new Piece(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), null));
    }
}
