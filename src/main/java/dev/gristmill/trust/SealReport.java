package dev.gristmill.trust;

import dev.gristmill.model.Digest;
import java.util.List;

/** What was hung on images after a push. */
public record SealReport(List<Sealed> images) {
    public SealReport {
        images = List.copyOf(images);
    }

    /** What became of one attachment. */
    public enum State {
        ATTACHED,
        /** It was there. */
        KEPT,
        /** There was nothing to make it of. */
        MISSING,
        /** The registry did not take it, or it could not be signed. */
        FAILED
    }

    /**
     * One attachment.
     *
     * @param name {@code signature}, {@code sbom-spdx}, {@code provenance}, ...
     * @param form {@code tag} or {@code bundle}
     * @param reason why it is not there; empty if it is
     */
    public record Result(String name, String form, State state, String reason) {
        boolean lacks() {
            return state == State.MISSING || state == State.FAILED;
        }

        @Override
        public String toString() {
            return name + (form.isEmpty() ? "" : " (" + form + ")") + ": " + reason;
        }
    }

    /** One index or image. */
    public record Sealed(String repository, Digest digest, List<Result> results) {
        public Sealed {
            results = List.copyOf(results);
        }

        boolean isSigned() {
            return results.stream().anyMatch(result -> result.name().equals("signature") && !result.lacks());
        }

        @Override
        public String toString() {
            return repository + "@" + digest;
        }
    }

    /** How many attachments came out like that. */
    public long count(State state) {
        return images.stream()
                .flatMap(image -> image.results().stream())
                .filter(result -> result.state() == state)
                .count();
    }
}
