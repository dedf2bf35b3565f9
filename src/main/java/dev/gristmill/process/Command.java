package dev.gristmill.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program to run.
 *
 * @param argv the program and its arguments; no shell is involved
 * @param directory where it runs
 * @param environment the whole of its environment; nothing is inherited
 */
public record Command(List<String> argv, Path directory, SortedMap<String, String> environment) {

    public Command {
        argv = List.copyOf(argv);
        environment = new TreeMap<>(environment);
    }

    /** In the given folder with {@link #plainEnvironment()}. */
    public static Command of(Path directory, String... argv) {
        return new Command(List.of(argv), directory, plainEnvironment());
    }

    /** The same with further environment variables. */
    public Command with(Map<String, String> variables) {
        var more = new TreeMap<>(environment);
        more.putAll(variables);
        return new Command(argv, directory, more);
    }

    /** Where programs are looked for: this process's {@code PATH}, then the folders of tools such as {@code depmod}. */
    public static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin") + ":/usr/sbin:/sbin";
    }

    /** {@link #path()}, and a locale, time zone and home that do not depend on who runs it. */
    public static SortedMap<String, String> plainEnvironment() {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", path());
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        environment.put("HOME", "/nonexistent");
        return environment;
    }

    /** As one would type it, for messages. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
