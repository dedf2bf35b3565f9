package dev.gristmill.signature;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What cosign 2.5.0 made. */
final class Cosigns {
    static final Passphrase PASSPHRASE = passphrase("hunter2");

    /** Over simple.json. */
    static final byte[] SIGNATURE = Base64.getDecoder()
            .decode("MEQCIFfpYnLy/2L75IBu8N0VbdNjo5/KBSj92CDrHvPUjanIAiAhYphhOLl1uHqaqe99avpBi1DUkDYsvIP9TWf4JtcL9g==");

    private Cosigns() {}

    static Passphrase passphrase(String text) {
        return new Passphrase(Optional.empty(), Map.of("COSIGN_PASSWORD", text));
    }

    static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Cosigns.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(file(name));
    }
}
