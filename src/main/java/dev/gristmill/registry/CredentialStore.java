package dev.gristmill.registry;

import dev.gristmill.image.JsonObject;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the credentials of this machine's user are: {@code REGISTRY_USER} and {@code REGISTRY_PASSWORD}, for the registry
 * that {@code REGISTRY} names where it does, then Docker's {@code config.json}, then podman's {@code auth.json}, in each its
 * helpers before what it holds itself.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 * @see <a href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json</a>
 */
final class CredentialStore {
    static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private static final long LARGEST_FILE = 1 << 20;

    private final Map<String, String> environment;

    CredentialStore(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @throws InvalidInputException if a file with credentials cannot be read, or a helper fails
     */
    Optional<Credentials> find(Repository repository) throws InterruptedException {
        var user = variable("REGISTRY_USER");
        var password = variable("REGISTRY_PASSWORD");
        if (!user.isEmpty() && !password.isEmpty() && isMeant(repository)) {
            return Optional.of(new Credentials.Password(user, password));
        }
        for (var file : files()) {
            if (Files.isRegularFile(file)) {
                var found = find(file, repository);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** A password in the environment says by itself nothing of where it belongs. */
    private boolean isMeant(Repository repository) {
        var registry = variable(Access.REGISTRY);
        return registry.isEmpty()
                || RegistryAddress.parse(registry, "$" + Access.REGISTRY).host().equals(repository.host());
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        var home = variable("HOME");
        add(files, variable("DOCKER_CONFIG"), "config.json");
        if (files.isEmpty()) {
            add(files, home, ".docker/config.json");
        }
        add(files, variable("REGISTRY_AUTH_FILE"), "");
        add(files, variable("XDG_RUNTIME_DIR"), "containers/auth.json");
        add(files, variable("XDG_CONFIG_HOME"), "containers/auth.json");
        add(files, home, ".config/containers/auth.json");
        return files;
    }

    private static void add(List<Path> files, String folder, String name) {
        if (!folder.isEmpty()) {
            files.add(name.isEmpty() ? Path.of(folder) : Path.of(folder, name));
        }
    }

    private Optional<Credentials> find(Path file, Repository repository) throws InterruptedException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException("more than " + LARGEST_FILE + " bytes");
            }
            var json = JsonObject.parse(Files.readAllBytes(file));
            var helper = helper(json, repository);
            if (helper.isPresent()) {
                var found = helper.get().get(serverName(repository));
                if (found.isPresent()) {
                    return found;
                }
            }
            return json.has("auths") ? entry(json.object("auths"), repository) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            // What the parser found stays untold: it may be a secret in the wrong place.
            throw new InvalidInputException(Problem.of("a file with credentials cannot be read")
                    .where(file)
                    .expected("the JSON that 'docker login' or 'podman login' writes")
                    .remedy("log in again with 'docker login " + repository.host() + "', or mend the file"));
        }
    }

    private Optional<CredentialHelper> helper(JsonObject json, Repository repository) throws IOException {
        if (json.has("credHelpers") && json.object("credHelpers").has(repository.host())) {
            return Optional.of(new CredentialHelper(json.object("credHelpers").string(repository.host()), environment));
        }
        return json.has("credsStore") && !json.string("credsStore").isEmpty()
                ? Optional.of(new CredentialHelper(json.string("credsStore"), environment))
                : Optional.empty();
    }

    private static Optional<Credentials> entry(JsonObject auths, Repository repository) throws IOException {
        for (var key : keys(repository)) {
            for (var name : auths.names()) {
                if (plain(name).equals(key)) {
                    var found = credentials(auths.object(name));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The names an entry may have, the most specific first: podman knows entries for a part of a registry. */
    private static List<String> keys(Repository repository) {
        var keys = new ArrayList<String>();
        for (var key = repository.toString(); key.indexOf('/') > 0; key = key.substring(0, key.lastIndexOf('/'))) {
            keys.add(key);
        }
        keys.add(repository.host());
        if (serverName(repository).equals(DOCKER_HUB)) {
            keys.add(plain(DOCKER_HUB));
        }
        return keys;
    }

    private static String serverName(Repository repository) {
        return repository.host().equals("docker.io") ? DOCKER_HUB : repository.host();
    }

    /** Old versions of Docker wrote addresses: {@code https://registry.example/v1/}. */
    private static String plain(String name) {
        int scheme = name.indexOf("://");
        var rest = scheme < 0 ? name : name.substring(scheme + 3);
        for (var suffix : List.of("/", "/v1", "/v2")) {
            rest = rest.endsWith(suffix) ? rest.substring(0, rest.length() - suffix.length()) : rest;
        }
        return rest;
    }

    private static Optional<Credentials> credentials(JsonObject entry) throws IOException {
        if (holds(entry, "registrytoken")) {
            return Optional.of(new Credentials.RegistryToken(entry.string("registrytoken")));
        }
        if (holds(entry, "identitytoken")) {
            return Optional.of(new Credentials.IdentityToken(entry.string("identitytoken")));
        }
        if (holds(entry, "auth")) {
            var pair =
                    new String(Base64.getDecoder().decode(entry.string("auth").strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            // Docker pads what it encodes with zero bytes in some versions.
            var secret = pair.substring(colon + 1).replace("\0", "");
            return Optional.of(new Credentials.Password(pair.substring(0, colon), secret));
        }
        return holds(entry, "username") && holds(entry, "password")
                ? Optional.of(new Credentials.Password(entry.string("username"), entry.string("password")))
                : Optional.empty();
    }

    private static boolean holds(JsonObject entry, String name) throws IOException {
        return entry.has(name) && !entry.string(name).isEmpty();
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
