package dev.gristmill.provenance;

import java.util.Optional;
import java.util.Set;

/** Licence expressions as kernel sources have them. */
final class Licenses {
    /** What LICENSES/ of the kernel's source names, preferred, dual and deprecated. */
    private static final Set<String> KNOWN = Set.of(
            "GPL-1.0",
            "GPL-1.0+",
            "GPL-1.0-only",
            "GPL-1.0-or-later",
            "GPL-2.0",
            "GPL-2.0+",
            "GPL-2.0-only",
            "GPL-2.0-or-later",
            "LGPL-2.0",
            "LGPL-2.0+",
            "LGPL-2.0-only",
            "LGPL-2.0-or-later",
            "LGPL-2.1",
            "LGPL-2.1+",
            "LGPL-2.1-only",
            "LGPL-2.1-or-later",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSD-3-Clause-Clear",
            "MIT",
            "ISC",
            "Zlib",
            "X11",
            "0BSD",
            "CC0-1.0",
            "Unlicense",
            "Apache-2.0",
            "MPL-1.1",
            "CDDL-1.0",
            "Linux-OpenIB",
            "GFDL-1.1-no-invariants-or-later",
            "GFDL-1.2-no-invariants-or-later",
            "copyleft-next-0.3.1");

    private static final Set<String> EXCEPTIONS =
            Set.of("Linux-syscall-note", "GCC-exception-2.0", "FreeRTOS-exception-2.0");

    private Licenses() {}

    /** The expression, if it is made of what is known, one operator between two; parentheses may stand around each. */
    static Optional<String> known(String text) {
        var words = text.replace("(", " ( ").replace(")", " ) ").strip().split(" +");
        int open = 0;
        boolean license = true; // is next
        boolean exception = false;
        for (var word : words) {
            switch (word) {
                case "(" -> {
                    if (!license || exception) {
                        return Optional.empty();
                    }
                    open++;
                }
                case ")" -> {
                    if (license || --open < 0) {
                        return Optional.empty();
                    }
                }
                case "AND", "OR", "WITH" -> {
                    if (license) {
                        return Optional.empty();
                    }
                    license = true;
                    exception = word.equals("WITH");
                }
                default -> {
                    if (!license || !(exception ? EXCEPTIONS : KNOWN).contains(word)) {
                        return Optional.empty();
                    }
                    license = false;
                    exception = false;
                }
            }
        }
        return open == 0 && !license ? Optional.of(text) : Optional.empty();
    }
}
