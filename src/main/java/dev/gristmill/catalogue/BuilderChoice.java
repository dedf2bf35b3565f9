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
     * @param pins what the lock has of it, by the architecture it runs on
     */
    record Local(String suite, Map<Architecture, BuilderPin> pins) implements BuilderChoice {
        public Local {
            pins = Map.copyOf(pins);
        }

        /** What the lock has for machines of that architecture. */
        public Optional<BuilderPin> pin(Architecture host) {
            return Optional.ofNullable(pins.get(host));
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
