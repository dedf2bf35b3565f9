package dev.gristmill.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What proves who is asking. None of it is ever printed. */
sealed interface Credentials {

    record Password(String user, String secret) implements Credentials {
        String basic() {
            var pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "a password";
        }
    }

    /** Stands for a login, and is given to the token server for tokens. */
    record IdentityToken(String secret) implements Credentials {
        @Override
        public String toString() {
            return "an identity token";
        }
    }

    /** Is shown to the registry as it is. */
    record RegistryToken(String secret) implements Credentials {
        @Override
        public String toString() {
            return "a registry token";
        }
    }
}
