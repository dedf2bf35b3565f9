package dev.gristmill.cli;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.RegistryAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which registry, and how it is reached: options before variables before the catalogue. */
final class RegistryOptions {
    private final GlobalOptions global;
    private final OptionSpec registry = Options.text(
            "--registry",
            "R",
            "The registry and what comes before image names, such as ghcr.io/acme (default: $REGISTRY, or the"
                    + " catalogue's).");
    private final OptionSpec insecure =
            Options.list("--insecure", "HOST", "A registry to speak to without TLS; may be repeated.");
    private final OptionSpec caFile =
            Options.path("--ca-file", "FILE", "Certificates, in PEM, of authorities to trust besides the usual ones.");

    RegistryOptions(GlobalOptions global) {
        this.global = global;
    }

    void addTo(CommandSpec spec) {
        spec.addOption(registry).addOption(insecure).addOption(caFile);
    }

    /** Where images go or come from, if anybody says so. */
    Optional<RegistryAddress> address() {
        return named().or(() -> catalogue().flatMap(RegistryOptions::of));
    }

    private Optional<RegistryAddress> named() {
        @Nullable String option = registry.getValue();
        if (option != null) {
            return Optional.of(RegistryAddress.parse(option, "--registry"));
        }
        var variable = System.getenv().getOrDefault(Access.REGISTRY, "");
        if (!variable.isEmpty()) {
            return Optional.of(RegistryAddress.parse(variable, "$" + Access.REGISTRY));
        }
        return Optional.empty();
    }

    private static Optional<RegistryAddress> of(Catalogue catalogue) {
        return catalogue.registry().map(text -> RegistryAddress.parse(text, "registry"));
    }

    /** @throws InvalidInputException if nobody says where */
    RegistryAddress addressToPushTo() {
        return address()
                .orElseThrow(() -> new InvalidInputException(Problem.of("no registry is named to push to")
                        .remedy("--registry ghcr.io/acme, $REGISTRY, or the key 'registry' of the catalogue")));
    }

    Access access() {
        Set<String> plain = new HashSet<>(insecure.<List<String>>getValue());
        catalogue().map(Catalogue::insecure).ifPresent(plain::addAll);
        var access = new Access(Optional.<Path>ofNullable(caFile.getValue()), plain, System.getenv());
        return address().map(access::at).orElse(access);
    }

    /** To what the catalogue names besides: the credentials in variables are those of the registry, wherever it is named. */
    Access access(Catalogue catalogue) {
        var access = new Access(Optional.empty(), Set.copyOf(catalogue.insecure()), System.getenv());
        return named().or(() -> of(catalogue)).map(access::at).orElse(access);
    }

    /** Transfers need no catalogue; one that is there is read, and has to be right. */
    private Optional<Catalogue> catalogue() {
        return Files.exists(global.catalogue())
                ? Optional.of(CatalogueReader.read(global.catalogue()))
                : Optional.empty();
    }
}
