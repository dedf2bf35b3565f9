package dev.gristmill.source.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy leads to a server: what APT is told ({@code Acquire::http::Proxy}, also for one host), else the
 * {@code http_proxy}, {@code https_proxy} and {@code no_proxy} variables, as apt-transport-http(1) has it.
 *
 * @param apt APT's options, their names in lower case
 * @param environment this process's variables
 */
public record Proxies(Map<String, String> apt, Map<String, String> environment) {
    private static final int USUAL_PORT = 3128;

    public Proxies {
        apt = Map.copyOf(apt);
        environment = Map.copyOf(environment);
    }

    public static Proxies none() {
        return new Proxies(Map.of(), Map.of());
    }

    /** The proxy for that address, or nothing where the way is direct. */
    public Optional<InetSocketAddress> to(URI uri) {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return fromApt(scheme, host).or(() -> fromEnvironment(scheme, host)).flatMap(Proxies::address);
    }

    private Optional<String> fromApt(String scheme, String host) {
        // APT takes the options of http for https where https has none of its own.
        var schemes = scheme.equals("https") ? List.of("https", "http") : List.of("http");
        for (var name : schemes) {
            for (var key : List.of("acquire::" + name + "::proxy::" + host, "acquire::" + name + "::proxy")) {
                var value = apt.getOrDefault(key, "");
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> fromEnvironment(String scheme, String host) {
        if (exempt(host)) {
            return Optional.empty();
        }
        // HTTP_PROXY in capitals is left alone, as everywhere: a CGI client could set it.
        var names = scheme.equals("https")
                ? List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : List.of("http_proxy", "all_proxy", "ALL_PROXY");
        return names.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private boolean exempt(String host) {
        var list = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        for (var entry : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            var name = entry.strip();
            var domain = name.startsWith(".") ? name.substring(1) : name;
            if (name.equals("*") || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<InetSocketAddress> address(String value) {
        if (value.equalsIgnoreCase("DIRECT")) {
            return Optional.empty();
        }
        var uri = URI.create(value.contains("://") ? value : "http://" + value);
        return Optional.of(
                InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort()));
    }
}
