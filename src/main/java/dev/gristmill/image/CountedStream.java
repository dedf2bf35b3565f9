package dev.gristmill.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes were read. */
public final class CountedStream extends FilterInputStream {
    private final LongConsumer reached;
    private long count;

    public CountedStream(InputStream in, LongConsumer reached) {
        super(in);
        this.reached = reached;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            reached.accept(++count);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            count += n;
            reached.accept(count);
        }
        return n;
    }
}
