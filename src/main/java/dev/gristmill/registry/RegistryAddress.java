package dev.gristmill.registry;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;

/**
 * Where images go to or come from.
 *
 * @param host with its port, where it has one: {@code ghcr.io}, {@code 127.0.0.1:5000}
 * @param path what stands before the names of images, such as {@code acme}; may be empty
 */
public record RegistryAddress(String host, String path) {

    /**
     * Reads {@code ghcr.io/acme}.
     *
     * @param where who said so, for the error: an option, a variable, a key of the catalogue
     * @throws InvalidInputException if it is something else
     */
    public static RegistryAddress parse(String text, String where) {
        var plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        int slash = plain.indexOf('/');
        var host = slash < 0 ? plain : plain.substring(0, slash);
        if (!isHost(host)) {
            throw new InvalidInputException(Problem.of("this is no registry")
                    .where(where)
                    .expected("a host and a path, such as ghcr.io/acme or localhost:5000, without https://")
                    .found(withoutUser(text)));
        }
        var address = new RegistryAddress(host, slash < 0 ? "" : plain.substring(slash + 1));
        address.repository("name");
        return address;
    }

    public Repository repository(String name) {
        return new Repository(host, path.isEmpty() ? name : path + "/" + name);
    }

    /** Whether the first part of a reference is a host, and not a part of an image's name. */
    static boolean isHost(String text) {
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain &= c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-:[]".indexOf(c) >= 0;
        }
        boolean marked = text.equals("localhost") || text.indexOf('.') > 0 || text.indexOf(':') > 0;
        int colon = text.lastIndexOf(':');
        return plain && marked && (colon < 0 || text.endsWith("]") || isPort(text.substring(colon + 1)));
    }

    private static boolean isPort(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String withoutUser(String text) {
        int at = text.indexOf('@');
        return at < 0 ? text : "..." + text.substring(at);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? host : host + "/" + path;
    }
}
