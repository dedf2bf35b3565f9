package dev.gristmill.provenance;

/**
 * Something that a store knows of how a kernel came to be, as it is kept.
 *
 * @param content held in memory: the longest, the list of sources, has a few megabytes
 */
public record BuildNote(Kind kind, byte[] content) {
    /** What it is about. */
    public enum Kind {
        /** What the kernel was built from. */
        RECORD,
        /** The files of the source that were compiled. */
        SOURCES,
        /** What booting it on one machine showed. */
        PROOF
    }
}
