package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** With which toolchain a kernel is compiled. */
public sealed interface BuilderChoice {
    /** What this machine has. */
    record Host() implements BuilderChoice {
        @Override
        public String toString() {
            return "host";
        }
    }

    /**
     * A builder made on this machine from what the lock pins.
     *
     * @param layers of its image, by the architecture it runs on, as the lock has them
     */
    record Local(String suite, Map<Architecture, Digest> layers) implements BuilderChoice {
        public Local {
            layers = Map.copyOf(layers);
        }

        /** What the lock has for machines of that architecture. */
        public Optional<Digest> layer(Architecture host) {
            return Optional.ofNullable(layers.get(host));
        }

        @Override
        public String toString() {
            return "local " + suite;
        }
    }

    /**
     * A builder in a registry.
     *
     * @param name the image without its digest: {@code ghcr.io/acme/kernel-builder}
     * @param insecure registries that are spoken to without TLS
     */
    record Image(String name, Digest digest, Set<String> insecure) implements BuilderChoice {
        public Image {
            insecure = Set.copyOf(insecure);
        }

        @Override
        public String toString() {
            return name + "@" + digest;
        }
    }
}
