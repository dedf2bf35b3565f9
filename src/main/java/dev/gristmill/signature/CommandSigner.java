package dev.gristmill.signature;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs by a program, for keys that never leave their KMS or HSM. The program gets the path of a file with the message
 * as its last argument and prints the signature in base64.
 */
public final class CommandSigner implements Signer {
    private static final int MOST_LINES = 64;

    private final List<String> program;
    private final VerificationKey key;
    private final Store store;
    private final Map<String, String> environment;

    /**
     * @param key that the program signs with
     * @param environment what the program gets: it may need credentials of its own
     */
    public CommandSigner(List<String> program, VerificationKey key, Store store, Map<String, String> environment) {
        this.program = List.copyOf(program);
        this.key = key;
        this.store = store;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public VerificationKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) throws InterruptedException {
        var file = store.temporary("to-sign");
        try {
            Files.write(file, message);
            var signature = run(file);
            if (!key.verifies(message, signature)) {
                throw failed("a signature that the public key does not verify");
            }
            return signature;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        } finally {
            remove(file);
        }
    }

    private byte[] run(Path file) throws IOException, InterruptedException {
        var argv = new ArrayList<>(program);
        argv.add(file.toString());
        var output = new ArrayList<String>();
        var errors = new ArrayList<String>();
        int status = Children.run(
                new Command(argv, Path.of("").toAbsolutePath(), new TreeMap<>(environment)),
                line -> keep(output, line),
                line -> keep(errors, line));
        if (status != 0) {
            throw failed("exit status " + status + (errors.isEmpty() ? "" : "\n" + String.join("\n", errors)));
        }
        try {
            return Base64.getDecoder().decode(String.join("", output).strip());
        } catch (IllegalArgumentException e) {
            throw failed("an answer that is not base64");
        }
    }

    private static void keep(List<String> lines, String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    private StepException failed(String found) {
        return new StepException(Problem.of("the signing command does not sign")
                .where(String.join(" ", program))
                .expected(
                        "a signature in base64 on standard output: ECDSA P-256 over the SHA-256 of the file that is its"
                                + " last argument, in ASN.1")
                .found(found));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The store removes it at the end of the run.
        }
    }
}
