package dev.gristmill.trust;

import dev.gristmill.signature.Claim;
import java.util.List;
import java.util.Map;

/** What can be said of an image over and above that it is signed. */
public interface Evidence {
    /** Nothing at all. */
    Evidence NONE = subject -> new Gathered(List.of(), Map.of());

    /**
     * What there is.
     *
     * @param missing what could not be made, with the reason
     */
    record Gathered(List<Claim> claims, Map<String, String> missing) {
        public Gathered {
            claims = List.copyOf(claims);
            missing = Map.copyOf(missing);
        }
    }

    Gathered of(Subject subject) throws InterruptedException;
}
