package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {
    private static final Repository REPOSITORY = new Repository("registry.example", "acme/kernel");

    @TempDir
    private Path home;

    @Test
    void prefersTheVariables() throws Exception {
        docker("{\"auths\":{\"registry.example\":{\"auth\":\"%s\"}}}".formatted(pair("file", "file")));
        assertThat(find(Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "s3cret")))
                .isEqualTo(new Credentials.Password("me", "s3cret"));
    }

    @Test
    void tellsNoOtherRegistryWhatIsInTheVariables() throws Exception {
        docker("{\"auths\":{\"registry.example\":{\"auth\":\"%s\"}}}".formatted(pair("file", "file")));
        var variables = Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "s3cret", "REGISTRY", "ghcr.io/acme");
        assertThat(find(variables)).isEqualTo(new Credentials.Password("file", "file"));
        docker("{}");
        assertThat(new CredentialStore(variables).find(REPOSITORY)).isEmpty();
        assertThat(new CredentialStore(variables).find(new Repository("ghcr.io", "other/kernel")))
                .contains(new Credentials.Password("me", "s3cret"));
    }

    @Test
    void readsWhatDockerLoginWrites() throws Exception {
        docker(
                "{\"auths\":{\"other.example\":{},\"https://registry.example/v1/\":{\"auth\":\"%s\"}},\"HttpHeaders\":{}}"
                        .formatted(pair("me", "pass:with:colons")));
        assertThat(find(Map.of())).isEqualTo(new Credentials.Password("me", "pass:with:colons"));
    }

    @Test
    void readsTheFolderThatDockerConfigNames() throws Exception {
        Files.writeString(
                home.resolve("config.json"),
                "{\"auths\":{\"registry.example\":{\"auth\":\"%s\"}}}".formatted(pair("me", "x")));
        assertThat(find(Map.of("DOCKER_CONFIG", home.toString()))).isEqualTo(new Credentials.Password("me", "x"));
    }

    @Test
    void readsIdentityTokensAndRegistryTokens() throws Exception {
        docker("{\"auths\":{\"registry.example\":{\"auth\":\"%s\",\"identitytoken\":\"idt\"}}}"
                .formatted(pair("me", "")));
        assertThat(find(Map.of())).isEqualTo(new Credentials.IdentityToken("idt"));
        docker("{\"auths\":{\"registry.example\":{\"registrytoken\":\"rt\"}}}");
        assertThat(find(Map.of())).isEqualTo(new Credentials.RegistryToken("rt"));
    }

    @Test
    void takesTheMostSpecificEntryOfPodmansFile() throws Exception {
        var file = home.resolve("auth.json");
        Files.writeString(
                file,
                "{\"auths\":{\"registry.example\":{\"auth\":\"%s\"},\"registry.example/acme\":{\"auth\":\"%s\"}}}"
                        .formatted(pair("all", "x"), pair("acme", "x")));
        assertThat(find(Map.of("REGISTRY_AUTH_FILE", file.toString())))
                .isEqualTo(new Credentials.Password("acme", "x"));
    }

    @Test
    void knowsDockerHubByItsOldName() throws Exception {
        docker("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"%s\"}}}".formatted(pair("me", "x")));
        var found = new CredentialStore(environment(Map.of())).find(new Repository("docker.io", "acme/kernel"));
        assertThat(found).contains(new Credentials.Password("me", "x"));
    }

    @Test
    void asksTheHelperOfTheRegistryBeforeTheOneForAll() throws Exception {
        helper(
                "mine",
                "read server; echo '{\"ServerURL\":\"'$server'\",\"Username\":\"<token>\",\"Secret\":\"t-'$server'\"}'");
        helper("all", "exit 3");
        docker("{\"credsStore\":\"all\",\"credHelpers\":{\"registry.example\":\"mine\"}}");
        assertThat(find(Map.of())).isEqualTo(new Credentials.IdentityToken("t-registry.example"));
    }

    @Test
    void looksOnWhereAHelperKnowsNothing() throws Exception {
        helper("all", "echo credentials not found in native keychain; exit 1");
        docker("{\"credsStore\":\"all\",\"auths\":{\"registry.example\":{\"auth\":\"%s\"}}}"
                .formatted(pair("me", "x")));
        assertThat(find(Map.of())).isEqualTo(new Credentials.Password("me", "x"));
    }

    @Test
    void tellsThatAHelperFailedAndNothingOfWhatItSaid() throws Exception {
        helper("all", "echo '{\"Username\":\"me\",\"Secret\":5,\"x\":\"hunter2\"}'");
        docker("{\"credsStore\":\"all\"}");
        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("docker-credential-all")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void tellsThatAFileIsBrokenAndNothingOfWhatIsInIt() throws Exception {
        for (var broken : new String[] {
            "hunter2",
            "{\"auths\":{\"registry.example\":\"hunter2\"}}",
            "{\"auths\":{\"registry.example\":{\"auth\":\"hunter2-not-base64!\"}}}"
        }) {
            docker(broken);
            assertThatThrownBy(() -> find(Map.of()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("config.json")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void refusesAHelperWhoseNameIsAPath() throws Exception {
        docker("{\"credsStore\":\"../../evil\"}");
        assertThatThrownBy(() -> find(Map.of())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void printsNoSecret() {
        assertThat(new Credentials.Password("me", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Credentials.IdentityToken("hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Credentials.RegistryToken("hunter2").toString()).doesNotContain("hunter2");
    }

    private Credentials find(Map<String, String> variables) throws InterruptedException {
        return new CredentialStore(environment(variables)).find(REPOSITORY).orElseThrow();
    }

    private Map<String, String> environment(Map<String, String> variables) {
        var environment = new TreeMap<>(variables);
        environment.put("HOME", home.toString());
        environment.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        return environment;
    }

    private void docker(String content) throws Exception {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), content);
    }

    private void helper(String name, String script) throws Exception {
        Files.createDirectories(home.resolve("bin"));
        var file = Files.writeString(home.resolve("bin/docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String pair(String user, String secret) {
        return Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
