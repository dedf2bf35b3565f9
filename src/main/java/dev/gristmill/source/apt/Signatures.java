package dev.gristmill.source.apt;

import dev.gristmill.model.StepException;
import java.util.List;

/** The judge over signed documents. */
public interface Signatures {
    /**
     * What was signed, and nothing else of a document.
     *
     * @param signers the fingerprints of the keys whose signatures are good, sorted; at least one
     */
    record Signed(String text, List<String> signers) {
        public Signed {
            signers = List.copyOf(signers);
        }
    }

    /**
     * Checks a clear-signed document.
     *
     * @param keys who may have signed it; empty for the archive's usual keys
     * @param where the document's place, for messages
     * @throws StepException if no acceptable signature of such a key is on it
     */
    Signed check(byte[] document, List<SignedBy> keys, String where) throws InterruptedException;
}
