package dev.gristmill.model;

import java.util.Optional;

/**
 * A machine that compiles for others: one that runs {@code distccd}.
 *
 * @param address a name or an IPv4 address, with a port behind it where that is not distccd's usual one
 * @param jobs how many files it compiles at once
 */
public record CompileHost(String address, int jobs) {
    private static final int USUAL_JOBS = 4;
    private static final int MOST_JOBS = 512;
    private static final int LARGEST_PORT = 65535;

    /** Reads {@code build1.example:3633/8}; port and jobs may be missing. */
    public static Optional<CompileHost> parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        int jobs = slash < 0 ? USUAL_JOBS : number(text.substring(slash + 1), MOST_JOBS);
        int colon = address.indexOf(':');
        var name = colon < 0 ? address : address.substring(0, colon);
        boolean plainPort = colon < 0 || number(address.substring(colon + 1), LARGEST_PORT) > 0;
        return isName(name) && plainPort && jobs > 0 ? Optional.of(new CompileHost(address, jobs)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 253
                && Character.isLetterOrDigit(text.charAt(0))
                && text.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '.' || c == '-');
    }

    /** From 1 to the largest; 0 for anything else. */
    private static int number(String text, int largest) {
        boolean digits = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : 0;
        return number <= largest ? number : 0;
    }

    /** As distcc has it. */
    @Override
    public String toString() {
        return address + "/" + jobs;
    }
}
