package dev.gristmill.signature;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the passphrase of a key comes from: a file, the environment, the person at the terminal, in that order; never the
 * command line, which everybody on the machine can read.
 *
 * @param file its first line, if it is named
 * @param environment with {@code GRISTMILL_KEY_PASSWORD} or {@code COSIGN_PASSWORD}, which may be empty
 */
public record Passphrase(Optional<Path> file, Map<String, String> environment) {
    private static final List<String> VARIABLES = List.of("GRISTMILL_KEY_PASSWORD", "COSIGN_PASSWORD");

    /** Of the key in that file; the caller wipes it. */
    char[] of(Path key) {
        var given = given();
        if (given.isPresent()) {
            return given.get();
        }
        return typed("Passphrase of " + key + ": ");
    }

    /** Of a key that is about to be made; the caller wipes it. */
    char[] forNewKey() {
        var given = given();
        if (given.isPresent()) {
            return given.get();
        }
        var first = typed("Passphrase for the new key: ");
        var second = typed("The same once more: ");
        try {
            if (!Arrays.equals(first, second)) {
                Arrays.fill(first, '\0');
                throw new InvalidInputException(Problem.of("the two passphrases are not the same")
                        .remedy("run the same again; no key was made"));
            }
            return first;
        } finally {
            Arrays.fill(second, '\0');
        }
    }

    private Optional<char[]> given() {
        if (file.isPresent()) {
            return Optional.of(VerificationKey.text(file.get())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray());
        }
        return VARIABLES.stream()
                .filter(environment::containsKey)
                .findFirst()
                .map(name -> environment.getOrDefault(name, "").toCharArray());
    }

    private static char[] typed(String prompt) {
        @Nullable Console console = System.console();
        char @Nullable [] typed = console == null || !console.isTerminal() ? null : console.readPassword("%s", prompt);
        if (typed == null) {
            throw new InvalidInputException(Problem.of("the key needs a passphrase, and there is no terminal to ask at")
                    .remedy("set GRISTMILL_KEY_PASSWORD (or COSIGN_PASSWORD), or name a file with --password-file"));
        }
        return typed;
    }
}
