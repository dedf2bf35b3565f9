package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.model.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A blob that is hashed while it is read. Its end is reached only if it is the one that was asked for. */
final class VerifiedStream extends FilterInputStream {
    private final Descriptor expected;
    private final MessageDigest hash = Digest.algorithm();
    private long length;
    private boolean verified;

    VerifiedStream(InputStream in, Descriptor expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int n = super.read(buffer, offset, wanted);
        if (n > 0) {
            length += n;
            hash.update(buffer, offset, n);
        }
        if (length > expected.size()) {
            throw new IOException("more than " + expected.size() + " bytes of " + expected.digest());
        }
        if (n < 0) {
            verify();
        }
        return n;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 8192)).length; // what is not read is not verified
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() throws IOException {
        if (verified) {
            return;
        }
        var found = Digest.from(hash);
        if (length != expected.size() || !found.equals(expected.digest())) {
            throw new IOException("expected " + expected.digest() + " of " + expected.size() + " bytes, found " + found
                    + " of " + length);
        }
        verified = true;
    }
}
