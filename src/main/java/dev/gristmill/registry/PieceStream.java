package dev.gristmill.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A piece of a file, opened with the first read so that a missing file is an ordinary failure of the request. */
final class PieceStream extends InputStream {
    private final Payload.Piece piece;
    private final Runnable moved;
    private @Nullable InputStream file;
    private long read;

    PieceStream(Payload.Piece piece, Runnable moved) {
        this.piece = piece;
        this.moved = moved;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (read == piece.length()) {
            return -1;
        }
        int n = open().read(buffer, offset, (int) Math.min(length, piece.length() - read));
        if (n < 0) {
            throw new EOFException(piece.file() + " is shorter than it should be");
        }
        read += n;
        piece.sent().accept(read);
        moved.run();
        return n;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private InputStream open() throws IOException {
        if (file == null) {
            file = Files.newInputStream(piece.file());
            file.skipNBytes(piece.from());
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
