package dev.gristmill.cli;

import dev.gristmill.catalogue.Catalogue;
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
    private final OptionSpec key;
    private final OptionSpec passwordFile = passwordFileOption();
    private final OptionSpec require = Options.flag(
            "--require-attestations",
            "Fail if the registry does not take every signature and attestation, or one cannot be made.");

    SigningOptions(GlobalOptions global) {
        this(global, "");
    }

    /** @param what is signed, where it is not images, and a blank */
    SigningOptions(GlobalOptions global, String what) {
        this.global = global;
        this.key = Options.path(
                "--key",
                "FILE",
                "Sign " + what + "with this private key (default: the catalogue's signing command, if it has one).");
    }

    static OptionSpec passwordFileOption() {
        return Options.path(
                "--password-file",
                "FILE",
                "The passphrase of the key is this file's first line (default: $GRISTMILL_KEY_PASSWORD,"
                        + " $COSIGN_PASSWORD, or the terminal).");
    }

    void addTo(CommandSpec spec) {
        addKeyTo(spec);
        spec.addOption(require);
    }

    /** Without what is for images alone. */
    void addKeyTo(CommandSpec spec) {
        spec.addOption(key).addOption(passwordFile);
    }

    /** Nothing where nobody asks for signatures. Asks for the passphrase, so call it before long work. */
    Optional<Signer> signer(Store store) {
        if (named().isEmpty() && !Files.exists(global.catalogue())) {
            return Optional.empty();
        }
        return named().isPresent() ? ofTheFile() : command(CatalogueReader.read(global.catalogue()), store);
    }

    /** The same, with a catalogue that has been read. */
    Optional<Signer> signer(Catalogue catalogue, Store store) {
        return named().isPresent() ? ofTheFile() : command(catalogue, store);
    }

    private Optional<Path> named() {
        return Optional.ofNullable(key.getValue());
    }

    private Optional<Signer> ofTheFile() {
        var passphrase = new Passphrase(Optional.<Path>ofNullable(passwordFile.getValue()), System.getenv());
        return named().map(file -> PrivateKeyFile.read(file, passphrase));
    }

    private static Optional<Signer> command(Catalogue catalogue, Store store) {
        return catalogue.signing().map(command -> signer(command, store));
    }

    boolean attestationsRequired() {
        return require.<Boolean>getValue();
    }

    private static Signer signer(SigningCommand command, Store store) {
        return new CommandSigner(command.program(), VerificationKey.read(command.publicKey()), store, System.getenv());
    }
}
