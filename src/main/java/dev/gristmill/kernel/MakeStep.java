package dev.gristmill.kernel;

import java.util.Optional;

/**
 * One line in which the kernel's build says what it does: two spaces, a word in capitals, perhaps {@code [M]}, and a
 * file: {@code "  CC [M]  fs/xfs/xfs_aops.o"}.
 */
record MakeStep(String action, String target) {

    static Optional<MakeStep> in(String line) {
        if (!line.startsWith("  ") || line.length() < 4 || !isCapital(line.charAt(2))) {
            return Optional.empty();
        }
        int end = line.indexOf(' ', 2);
        if (end < 0) {
            return Optional.empty();
        }
        var rest = line.substring(end).strip();
        var target = rest.startsWith("[M]") ? rest.substring(3).strip() : rest;
        return target.isEmpty() ? Optional.empty() : Optional.of(new MakeStep(line.substring(2, end), target));
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    @Override
    public String toString() {
        return action + " " + target;
    }
}
