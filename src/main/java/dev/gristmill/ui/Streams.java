package dev.gristmill.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the standard streams are connected to. */
public final class Streams {
    private Streams() {}

    /** Whether that file descriptor of ours is a terminal. Linux: {@code /proc/self/fd} says. */
    static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public static Palette outputPalette(Map<String, String> environment) {
        return palette(1, environment);
    }

    public static Palette errorPalette(Map<String, String> environment) {
        return palette(2, environment);
    }

    /** Whether a view that redraws itself can be shown on standard error. */
    static boolean canRedraw(Map<String, String> environment) {
        return isTerminal(2) && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static Palette palette(int descriptor, Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return wanted && isTerminal(descriptor) ? Palette.COLOURED : Palette.PLAIN;
    }
}
