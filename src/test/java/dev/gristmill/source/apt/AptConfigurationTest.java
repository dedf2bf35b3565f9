package dev.gristmill.source.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptConfigurationTest {
    @TempDir
    private Path root;

    private AptConfiguration read() {
        return AptConfiguration.read(root, Map.of());
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve("etc/apt").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String bases(AptConfiguration configuration) {
        return String.join(
                " ",
                configuration.archives().stream()
                        .map(Archive::base)
                        .map(URI::toString)
                        .toList());
    }

    @Test
    void readsBothFormatsEachArchiveOnce() throws Exception {
        write("sources.list", """
                # a comment
                deb http://mirror.example/debian bookworm main # another
                deb-src [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] https://mirror.example/debian/ bookworm main
                deb [ trusted=yes ] http://mirror.example/debian bookworm-updates main
                """);
        write("sources.list.d/debian.sources", """
                Types: deb deb-src
                URIs: http://one.example/debian-security
                # a comment inside
                  http://two.example/debian-security/
                Suites: bookworm-security
                Components: main
                Signed-By: /usr/share/keyrings/b.gpg

                Enabled: no
                Types: deb
                URIs: http://disabled.example/debian
                Suites: sid
                """);
        write("sources.list.d/old.sources.disabled", "Types: deb\nURIs: http://ignored.example/\nSuites: sid\n");
        var configuration = read();
        assertThat(bases(configuration))
                .isEqualTo("http://mirror.example/debian/ https://mirror.example/debian/"
                        + " http://one.example/debian-security/ http://two.example/debian-security/");
        assertThat(configuration.archives().get(1).keys())
                .containsExactly(new SignedBy.KeyFile(root.resolve("usr/share/keyrings/a.gpg")));
        assertThat(configuration.archives().get(2).forSecurity()).isTrue();
        assertThat(configuration.complaints()).isEmpty();
    }

    @Test
    void skipsOtherSchemesAndFlatRepositories() throws Exception {
        write("sources.list", """
                deb cdrom:[Debian]/ bookworm main
                deb file:/srv/debian bookworm main
                deb http://flat.example/debian ./
                """);
        assertThat(read().archives()).isEmpty();
    }

    @Test
    void saysWhichLinesCannotBeRead() throws Exception {
        write(
                "sources.list",
                "deb http://mirror.example/debian bookworm main\nrpm http://x.example a b\ndeb http://\n");
        write("sources.list.d/bad.sources", "Types deb\n continued\nURIs: http://ma il\nSuites: sid\n");
        var configuration = read();
        assertThat(bases(configuration)).isEqualTo("http://mirror.example/debian/");
        assertThat(configuration.complaints())
                .anyMatch(c -> c.contains("sources.list:2: "))
                .anyMatch(c -> c.contains("sources.list:3: "))
                .anyMatch(c -> c.contains("bad.sources:1: expected 'Field: value'"))
                .anyMatch(c -> c.contains("bad.sources:2: "));
    }

    @Test
    void readsKeysWrittenIntoTheSource() throws Exception {
        write("sources.list.d/a.sources", """
                Types: deb
                URIs: http://mirror.example/debian
                Suites: sid
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 AAAA
                 -----END PGP PUBLIC KEY BLOCK-----
                """);
        assertThat(read().archives().getFirst().keys())
                .containsExactly(new SignedBy.KeyBlock(
                        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----"));
    }

    @Test
    void readsOptionsInBothForms() throws Exception {
        write("apt.conf.d/10proxy", """
                // a comment
                Acquire { http { Proxy "http://proxy.example:3142"; }; /* more */ };
                #another "comment;
                APT::NeverAutoRemove { "^linux-.*"; };
                """);
        write("apt.conf", "Acquire::Check-Valid-Until \"false\";\n");
        write("apt.conf.d/ignored.bak", "Acquire::http::Proxy \"http://wrong.example\";\n");
        var configuration = read();
        assertThat(configuration.checkValidUntil()).isFalse();
        assertThat(configuration.proxies().to(URI.create("http://mirror.example/")))
                .hasValueSatisfying(a -> assertThat(a.getHostString()).isEqualTo("proxy.example"));
    }

    @Test
    void hasNothingOnMachineWithoutApt() {
        assertThat(read().archives()).isEmpty();
        assertThat(read().checkValidUntil()).isTrue();
    }
}
