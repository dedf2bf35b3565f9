package dev.gristmill.source.apt;

import dev.gristmill.model.StepException;
import java.util.List;

/** The judge over signed documents. */
public interface Signatures {
    /**
     * Checks a clear-signed document.
     *
     * @param keys who may have signed it; empty for the archive's usual keys
     * @param where the document's place, for messages
     * @return what was signed, and nothing else of the document
     * @throws StepException if no acceptable signature of such a key is on it
     */
    String signedText(byte[] document, List<SignedBy> keys, String where) throws InterruptedException;
}
