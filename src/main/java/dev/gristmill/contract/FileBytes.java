package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Pieces of an untrusted file; a piece that lies outside of it is a problem, never an allocation. */
record FileBytes(Path file, FileChannel channel, long size) {

    static FileBytes of(Path file, FileChannel channel) throws IOException {
        return new FileBytes(file, channel, channel.size());
    }

    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }

    /** Little endian, positioned at its start. The length is the caller's to bound. */
    ByteBuffer read(String what, long offset, int length) throws IOException, MalformedFileException {
        if (!holds(offset, length)) {
            throw new MalformedFileException(Problem.of("the " + what + " lies outside of the file")
                    .where(file)
                    .expected(length + " bytes at offset " + Long.toUnsignedString(offset))
                    .found("a file of " + size + " bytes"));
        }
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the file got shorter while it was read: " + file);
            }
        }
        return buffer.flip();
    }

    /** As much of the start as there is, at most that many bytes. */
    ByteBuffer start(int length) throws IOException, MalformedFileException {
        return read("start", 0, (int) Math.min(size, length));
    }
}
