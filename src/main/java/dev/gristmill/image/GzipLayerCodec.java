package dev.gristmill.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Compresses a layer with gzip (RFC 1952): the one compression that every reader of images takes. The header says
 * nothing of name, time or system. The bytes depend on the JDK's deflater.
 */
final class GzipLayerCodec {
    // On a tiny 5.10 kernel level 9 takes 1.6 times as long and saves 0.2 %.
    private static final int LEVEL = 6;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private GzipLayerCodec() {}

    static OutputStream compress(OutputStream out) throws IOException {
        out.write(HEADER);
        return new Member(out);
    }

    private static final class Member extends DeflaterOutputStream {
        private final CRC32 checksum = new CRC32();

        Member(OutputStream out) {
            super(out, new Deflater(LEVEL, true), BUFFER);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            super.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
        }

        @Override
        public void finish() throws IOException {
            if (!def.finished()) {
                super.finish();
                out.write(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) checksum.getValue())
                        .putInt((int) def.getBytesRead())
                        .array());
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
