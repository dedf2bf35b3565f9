package dev.gristmill.trust;

import dev.gristmill.trust.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The checks of one image or index, and what they came to. */
final class Checks {
    private final String image;
    private final List<Finding> findings = new ArrayList<>();

    Checks(Subject subject) {
        this.image = subject.descriptor().digest().toString();
    }

    List<Finding> findings() {
        return findings;
    }

    void signature(Testimony testimony) {
        if (!testimony.signed().isEmpty()) {
            passed(
                    "signature",
                    "by this key, as "
                            + testimony.signed().stream()
                                    .map(form -> form.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(" and ")));
        } else if (testimony.rejected().isEmpty()) {
            failed("signature", "there is none");
        } else {
            failed("signature", "there is only " + String.join("; ", testimony.rejected()));
        }
    }

    void passed(String check, String reason) {
        findings.add(new Finding(image, check, Outcome.PASSED, reason));
    }

    void failed(String check, String reason) {
        findings.add(new Finding(image, check, Outcome.FAILED, reason));
    }

    void skipped(String check, String reason) {
        findings.add(new Finding(image, check, Outcome.SKIPPED, reason));
    }
}
