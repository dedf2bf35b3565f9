package dev.gristmill.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One function that the kernel called while it started, as {@code initcall_debug} tells.
 *
 * @param micros how long it took, in the guest's time
 * @see <a href="https://docs.kernel.org/admin-guide/kernel-parameters.html">initcall_debug</a>
 */
public record Initcall(String name, long micros) {
    private static final String BEGIN = "initcall ";
    private static final String AFTER = " after ";
    private static final String UNIT = " usecs";
    private static final int LONGEST_NAME = 128;
    private static final int MOST = 10_000;

    /** Those in a kernel's log, in order. Modules are left out. A kernel without symbols gives addresses for names. */
    static List<Initcall> in(String log) {
        var found = new ArrayList<Initcall>();
        log.lines().flatMap(line -> parse(line).stream()).limit(MOST).forEach(found::add);
        return found;
    }

    /** Whether that is the name of a function, and the same in another kernel. */
    boolean isNamed() {
        return !name.startsWith("0x");
    }

    /** {@code initcall pci_init+0x0/0x30 returned 0 after 976 usecs}. */
    private static Optional<Initcall> parse(String line) {
        int begin = line.indexOf(BEGIN);
        int after = line.indexOf(AFTER, Math.max(begin, 0));
        int unit = line.indexOf(UNIT, Math.max(after, 0));
        if (begin < 0 || after < 0 || unit < 0 || line.indexOf('[', begin) >= 0) {
            return Optional.empty();
        }
        var call = line.substring(begin + BEGIN.length(), after);
        int end = call.indexOf(' ');
        int offset = call.indexOf('+');
        var name = call.substring(0, offset > 0 && offset < end ? offset : Math.max(end, 0));
        var micros = line.substring(after + AFTER.length(), unit);
        boolean whole = !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().allMatch(c -> c > ' ' && c <= '~')
                && !micros.isEmpty()
                && micros.length() <= 12
                && micros.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Optional.of(new Initcall(name, Long.parseLong(micros))) : Optional.empty();
    }
}
