package dev.gristmill.registry;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program that keeps credentials: {@code docker-credential-<name>}.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">its protocol</a>
 */
record CredentialHelper(String name, Map<String, String> environment) {
    private static final String FOR_IDENTITY_TOKENS = "<token>";
    private static final String ASK = "printf %s \"$2\" | \"$1\" get";

    CredentialHelper {
        if (!name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
            throw new InvalidInputException(Problem.of("this cannot be the name of a credential helper")
                    .where("credHelpers or credsStore")
                    .found(Shown.text(name)));
        }
    }

    /** What it knows for that server; its answer is never shown, not even when it cannot be understood. */
    Optional<Credentials> get(String server) throws InterruptedException {
        var answer = new ArrayList<String>();
        int status = run(server, answer);
        var text = String.join("\n", answer);
        if (status != 0 && text.contains("credentials not found")) {
            return Optional.empty();
        }
        if (status != 0) {
            throw failed("exit status " + status);
        }
        try {
            var json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
            var user = json.string("Username");
            var secret = json.string("Secret");
            return Optional.of(
                    user.equals(FOR_IDENTITY_TOKENS)
                            ? new Credentials.IdentityToken(secret)
                            : new Credentials.Password(user, secret));
        } catch (MalformedJsonException e) {
            throw failed("an answer that is not what helpers give");
        }
    }

    private int run(String server, List<String> answer) throws InterruptedException {
        var program = List.of("sh", "-c", ASK, "sh", "docker-credential-" + name, server);
        var command = new Command(program, Path.of("/"), new TreeMap<>(environment));
        try {
            return Children.run(command, answer::add, errors -> {});
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private InvalidInputException failed(String found) {
        return new InvalidInputException(Problem.of("a credential helper gives no credentials")
                .where("docker-credential-" + name)
                .found(found)
                .remedy("run 'echo REGISTRY | docker-credential-" + name
                        + " get' to see why, or set REGISTRY_USER and REGISTRY_PASSWORD"));
    }
}
