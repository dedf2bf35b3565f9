package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.SigningCommand;
import dev.gristmill.signature.CommandSigner;
import dev.gristmill.signature.Passphrase;
import dev.gristmill.signature.PrivateKeyFile;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What images are signed with: a key file that is named, else the command of the catalogue, else nothing. */
final class SigningOptions {
    private final GlobalOptions global;
    private final OptionSpec key = Options.path(
            "--key", "FILE", "Sign with this private key (default: the catalogue's signing command, if it has one).");
    private final OptionSpec passwordFile = passwordFileOption();
    private final OptionSpec require = Options.flag(
            "--require-attestations",
            "Fail if the registry does not take every signature and attestation, or one cannot be made.");

    SigningOptions(GlobalOptions global) {
        this.global = global;
    }

    static OptionSpec passwordFileOption() {
        return Options.path(
                "--password-file",
                "FILE",
                "The passphrase of the key is this file's first line (default: $GRISTMILL_KEY_PASSWORD,"
                        + " $COSIGN_PASSWORD, or the terminal).");
    }

    void addTo(CommandSpec spec) {
        spec.addOption(key).addOption(passwordFile).addOption(require);
    }

    /** Nothing where nobody asks for signatures. Asks for the passphrase, so call it before long work. */
    Optional<Signer> signer(Store store) {
        Optional<Path> file = Optional.ofNullable(key.getValue());
        return file.isPresent()
                ? Optional.of(PrivateKeyFile.read(
                        file.get(),
                        new Passphrase(Optional.<Path>ofNullable(passwordFile.getValue()), System.getenv())))
                : command(global, store);
    }

    /** The signing command of the catalogue, if it has one. */
    static Optional<Signer> command(GlobalOptions global, Store store) {
        return Files.exists(global.catalogue())
                ? CatalogueReader.read(global.catalogue()).signing().map(command -> signer(command, store))
                : Optional.empty();
    }

    boolean attestationsRequired() {
        return require.<Boolean>getValue();
    }

    private static Signer signer(SigningCommand command, Store store) {
        return new CommandSigner(command.program(), VerificationKey.read(command.publicKey()), store, System.getenv());
    }
}
