package dev.gristmill.kernel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the kernel's build would otherwise ask the machine, the clock or the user for.
 *
 * @see <a href="https://docs.kernel.org/kbuild/reproducible-builds.html">Reproducible builds</a>
 */
final class FixedEnvironment {
    private FixedEnvironment() {}

    /** The variables that decide the bytes of a kernel; they are part of its build key. */
    static SortedMap<String, String> of(Instant date) {
        var environment = new TreeMap<String, String>();
        environment.put("KBUILD_BUILD_TIMESTAMP", timestamp(date));
        environment.put("KBUILD_BUILD_USER", "gristmill");
        environment.put("KBUILD_BUILD_HOST", "gristmill");
        environment.put("KBUILD_BUILD_VERSION", "1");
        // Set but empty: otherwise scripts/setlocalversion may add a plus sign.
        environment.put("LOCALVERSION", "");
        environment.put("SOURCE_DATE_EPOCH", Long.toString(date.getEpochSecond()));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return environment;
    }

    /**
     * As {@code date} prints it, since it becomes part of {@code uname -v} and the kernel's scripts read it with
     * {@code date -d}: {@code Thu Jul 30 10:56:00 UTC 2026}.
     */
    static String timestamp(Instant date) {
        // By hand, because a DateTimeFormatter with names loads a hundred classes on every start.
        var time = date.atZone(ZoneOffset.UTC);
        return abbreviated(time.getDayOfWeek()) + " " + abbreviated(time.getMonth()) + " "
                + padded(time.getDayOfMonth(), ' ') + " " + clock(time) + " UTC " + time.getYear();
    }

    private static String clock(ZonedDateTime time) {
        return padded(time.getHour(), '0') + ":" + padded(time.getMinute(), '0') + ":" + padded(time.getSecond(), '0');
    }

    private static String abbreviated(Enum<?> name) {
        return name.name().charAt(0) + name.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static String padded(int number, char with) {
        return number < 10 ? with + Integer.toString(number) : Integer.toString(number);
    }
}
