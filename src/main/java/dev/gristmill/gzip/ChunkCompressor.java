package dev.gristmill.gzip;

/** Compresses chunks one by one; for one thread at a time. */
final class ChunkCompressor {
    private final BitWriter out = new BitWriter();
    private final BlockWriter blocks = new BlockWriter(out);
    private final Matcher matcher = new Matcher();

    /** DEFLATE blocks, none of them the last, that end at a byte. */
    byte[] compress(Chunk chunk) {
        matcher.compress(chunk.bytes(), chunk.from(), chunk.to(), blocks);
        blocks.align();
        return out.take();
    }
}
