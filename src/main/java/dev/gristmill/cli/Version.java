package dev.gristmill.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote. */
final class Version {
    private Version() {}

    /** What {@code --version} prints. */
    static String line() throws IOException {
        return "gristmill " + current();
    }

    private static String current() throws IOException {
        try (var in = Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }
}
