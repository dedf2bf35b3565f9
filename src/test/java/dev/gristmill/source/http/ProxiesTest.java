package dev.gristmill.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    private static final URI MIRROR = URI.create("http://mirror.example/debian/");
    private static final URI SECURE = URI.create("https://mirror.example/debian/");

    private static String way(Proxies proxies, URI uri) {
        return proxies.to(uri).map(a -> a.getHostString() + ":" + a.getPort()).orElse("direct");
    }

    @Test
    void takesVariableOfTheScheme() {
        var proxies =
                new Proxies(Map.of(), Map.of("http_proxy", "http://one.example:8080/", "https_proxy", "two.example"));
        assertThat(way(proxies, MIRROR)).isEqualTo("one.example:8080");
        assertThat(way(proxies, SECURE)).isEqualTo("two.example:3128");
    }

    @Test
    void prefersWhatAptIsTold() {
        var environment = Map.of("http_proxy", "http://one.example:8080");
        var apt = Map.of("acquire::http::proxy", "http://apt.example:3142");
        assertThat(way(new Proxies(apt, environment), MIRROR)).isEqualTo("apt.example:3142");
        assertThat(way(new Proxies(apt, environment), SECURE)).isEqualTo("apt.example:3142");
        var direct = Map.of("acquire::http::proxy::mirror.example", "DIRECT");
        assertThat(way(new Proxies(direct, environment), MIRROR)).isEqualTo("direct");
    }

    @Test
    void sparesExemptHostsAndTheirDomains() {
        var environment = Map.of("http_proxy", "http://one.example", "no_proxy", "other.example, .example");
        assertThat(way(new Proxies(Map.of(), environment), MIRROR)).isEqualTo("direct");
        assertThat(way(new Proxies(Map.of(), environment), URI.create("http://notexample/")))
                .isEqualTo("one.example:3128");
    }
}
