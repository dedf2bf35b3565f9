package dev.gristmill.registry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How registries are reached.
 *
 * @param caFile certificates, in PEM, of authorities to be trusted besides those of the JDK
 * @param insecure hosts, with their ports, that are spoken to without TLS
 * @param environment this process's variables: proxies, and where credentials are
 */
public record Access(Optional<Path> caFile, Set<String> insecure, Map<String, String> environment) {
    /** The variable that names a registry. */
    public static final String REGISTRY = "REGISTRY";

    public Access {
        insecure = Set.copyOf(insecure);
        environment = Map.copyOf(environment);
    }

    /** With that registry as the one that {@code REGISTRY_USER} and {@code REGISTRY_PASSWORD} are for. */
    public Access at(RegistryAddress registry) {
        var more = new HashMap<>(environment);
        more.put(REGISTRY, registry.toString());
        return new Access(caFile, insecure, more);
    }

    /** Plain HTTP is for hosts named insecure, and for this machine unless somebody gave a certificate for it. */
    boolean isPlain(String host) {
        return insecure.contains(host) || isLoopback(nameOf(host)) && caFile.isEmpty();
    }

    static boolean isLoopback(String name) {
        return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]") || name.equals("::1");
    }

    private static String nameOf(String host) {
        int colon = host.lastIndexOf(':');
        var name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        return name.toLowerCase(Locale.ROOT);
    }
}
