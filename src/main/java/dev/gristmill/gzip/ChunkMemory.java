package dev.gristmill.gzip;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What chunks came to, so that content which stands in several streams is compressed once. Kept in a file; safe for use
 * by several threads.
 */
public final class ChunkMemory implements AutoCloseable {
    private final FileChannel file;
    private final Map<Digest, Place> places = new HashMap<>();
    private long end;

    private record Place(long offset, int size) {}

    /** @param file nothing is there yet; it is gone when this is closed */
    public ChunkMemory(Path file) throws IOException {
        this.file = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** @param chunk of what it consists of and what it may refer to */
    synchronized Optional<byte[]> find(Digest chunk) throws IOException {
        var place = places.get(chunk);
        if (place == null) {
            return Optional.empty();
        }
        var content = ByteBuffer.allocate(place.size());
        while (content.hasRemaining()) {
            if (file.read(content, place.offset() + content.position()) < 0) {
                throw new IOException("the memory of compressed chunks got shorter");
            }
        }
        return Optional.of(content.array());
    }

    synchronized void remember(Digest chunk, byte[] compressed) throws IOException {
        var content = ByteBuffer.wrap(compressed);
        while (content.hasRemaining()) {
            file.write(content, end + content.position());
        }
        places.put(chunk, new Place(end, compressed.length));
        end += compressed.length;
    }

    /** Bytes remembered. */
    synchronized long size() {
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
