package dev.gristmill.trust;

import dev.gristmill.signature.Statement;
import java.util.List;
import java.util.Map;

/** What can be said of an image over and above that it is signed. */
public interface Evidence {
    /** Nothing at all. */
    Evidence NONE = subject -> new Gathered(List.of(), Map.of());

    /**
     * @param missing what could not be made, with the reason
     */
    record Gathered(List<Statement> statements, Map<String, String> missing) {
        public Gathered {
            statements = List.copyOf(statements);
            missing = Map.copyOf(missing);
        }
    }

    Gathered of(Subject subject) throws InterruptedException;
}
