package dev.gristmill.cli;

import dev.gristmill.signature.Passphrase;
import dev.gristmill.signature.PrivateKeyFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes a key to sign images with. */
final class KeygenCommand implements Callable<Integer> {
    private static final Path DEFAULT = Path.of("gristmill");

    private final GlobalOptions global;
    private final OptionSpec prefix =
            Options.path("--output-key-prefix", "PATH", "Where to write PATH.key and PATH.pub (default: gristmill).");
    private final OptionSpec passwordFile = SigningOptions.passwordFileOption();

    KeygenCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec(
                        "keygen",
                        "Makes a key to sign images with, encrypted as cosign does it; the passphrase comes from"
                                + " $GRISTMILL_KEY_PASSWORD, $COSIGN_PASSWORD, a file or the terminal.",
                        this)
                .addOption(prefix)
                .addOption(passwordFile);
    }

    @Override
    public Integer call() {
        var path = Optional.<Path>ofNullable(prefix.getValue()).orElse(DEFAULT);
        var passphrase = new Passphrase(Optional.<Path>ofNullable(passwordFile.getValue()), System.getenv());
        var key = PrivateKeyFile.generate(path, passphrase);
        if (global.json()) {
            Json.print(json -> {
                json.writeStringProperty("privateKey", path + ".key");
                json.writeStringProperty("publicKey", path + ".pub");
                json.writeStringProperty("fingerprint", key.fingerprint().toString());
            });
        } else {
            System.out.println(path + ".key  to sign with: keep it, and its passphrase, to yourself");
            System.out.println(path + ".pub  to verify with: " + key.fingerprint());
        }
        return 0;
    }
}
