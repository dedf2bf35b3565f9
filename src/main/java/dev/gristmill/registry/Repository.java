package dev.gristmill.registry;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;

/**
 * One image name in a registry.
 *
 * @param host with its port, where it has one: {@code ghcr.io}, {@code 127.0.0.1:5000}
 * @param path {@code acme/firecracker-kernel-bin}
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests">grammar</a>
 */
public record Repository(String host, String path) {
    private static final int LONGEST = 255;

    public Repository {
        if (!isPath(path)) {
            throw new InvalidInputException(Problem.of("this cannot be the name of an image")
                    .where(host + "/" + path)
                    .expected("lower-case letters and digits, with '.', '_', '-' between them and '/' between parts")
                    .found(path));
        }
    }

    /** The last part, by which the image is known in a layout. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** That of another last part. */
    Repository sister(String name) {
        return new Repository(host, path.substring(0, path.lastIndexOf('/') + 1) + name);
    }

    private static boolean isPath(String text) {
        char before = '/';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            boolean separator = c == '.' || c == '_' || c == '-' || c == '/';
            if (!alphanumeric && !(separator && mayStandBehind(c, before))) {
                return false;
            }
            before = c;
        }
        return !text.isEmpty() && text.length() <= LONGEST && isAlphanumeric(before);
    }

    private static boolean mayStandBehind(char separator, char before) {
        return isAlphanumeric(before) || separator == before && (separator == '-' || separator == '_');
    }

    private static boolean isAlphanumeric(char c) {
        return c != '/' && c != '.' && c != '_' && c != '-';
    }

    @Override
    public String toString() {
        return host + "/" + path;
    }
}
