package dev.gristmill.registry;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** What a request carries. */
sealed interface Payload {
    Payload NOTHING = new Nothing();

    record Nothing() implements Payload {}

    /** A small document. */
    record Document(String mediaType, byte[] content) implements Payload {}

    /**
     * A piece of a file, never held in memory.
     *
     * @param length in bytes, more than 0
     * @param sent is told how many bytes of the piece have been handed to the network
     */
    record Piece(Path file, long from, long length, LongConsumer sent) implements Payload {}

    /** @param moved is run whenever bytes go out */
    default BodyPublisher publisher(Runnable moved) {
        return switch (this) {
            case Nothing nothing -> BodyPublishers.noBody();
            case Document document -> BodyPublishers.ofByteArray(document.content());
            case Piece piece ->
                BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new PieceStream(piece, moved)), piece.length());
        };
    }
}
