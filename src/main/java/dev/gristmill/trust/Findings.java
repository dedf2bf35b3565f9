package dev.gristmill.trust;

import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.trust.Finding.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks of one index or image came to. */
final class Findings {
    private final String part;
    private final Digest digest;
    private final List<Finding> all = new ArrayList<>();

    Findings(String part, Digest digest) {
        this.part = part;
        this.digest = digest;
    }

    /** A check: what speaks against its subject, or nothing if there is no such subject. */
    interface Check {
        Optional<List<String>> run() throws IOException, InterruptedException;
    }

    List<Finding> all() {
        return all;
    }

    /** Runs a check; whatever keeps it from being made makes it fail. */
    void check(String name, String praise, Check check) throws InterruptedException {
        try {
            var problems = check.run();
            if (problems.isPresent() && problems.get().isEmpty()) {
                passed(name, praise);
            } else {
                problems.ifPresent(found -> failed(name, String.join("; ", found)));
            }
        } catch (StepException e) {
            failed(name, Sealing.reason(e));
        } catch (IOException e) {
            failed(name, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    void passed(String check, String reason) {
        all.add(new Finding(part, digest, check, Outcome.PASSED, reason));
    }

    void failed(String check, String reason) {
        all.add(new Finding(part, digest, check, Outcome.FAILED, reason));
    }

    void skipped(String check, String reason) {
        all.add(new Finding(part, digest, check, Outcome.SKIPPED, reason));
    }
}
