package dev.gristmill.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Debian's {@code docker-registry} on a free port of this machine, stopped when closed. */
final class DebianRegistry implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Path folder;
    private final String address;
    private final int port = freePort();
    private boolean deletes = true;
    private Process process;
    private HttpServer tokens;

    private DebianRegistry(Path folder) {
        this(folder, "127.0.0.1");
    }

    private DebianRegistry(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    static DebianRegistry plain(Path folder) throws Exception {
        return new DebianRegistry(folder).start("", "");
    }

    /** On another address of this machine. */
    static DebianRegistry plain(Path folder, String address) throws Exception {
        return new DebianRegistry(folder, address).start("", "");
    }

    /** Where nobody may delete anything. */
    static DebianRegistry withoutDeletion(Path folder) throws Exception {
        var registry = new DebianRegistry(folder);
        registry.deletes = false;
        return registry.start("", "");
    }

    /** With TLS under {@link #authority()}, and the user {@code me} with the password {@code hunter2}. */
    static DebianRegistry withPassword(Path folder) throws Exception {
        var registry = new DebianRegistry(folder);
        registry.certificates();
        Tool.run(folder, "htpasswd", "-Bbc", "users", "me", "hunter2").mustSucceed();
        var tls = "  tls: {certificate: %1$s/server.pem, key: %1$s/server.key}\n".formatted(folder);
        return registry.start(tls, "auth: {htpasswd: {realm: here, path: %s/users}}\n".formatted(folder));
    }

    /** With a token server, which knows the same user. */
    static DebianRegistry withTokens(Path folder) throws Exception {
        var registry = new DebianRegistry(folder);
        registry.certificates();
        registry.tokens = registry.tokenServer();
        var realm = "http://127.0.0.1:" + registry.tokens.getAddress().getPort() + "/token";
        return registry.start(
                "",
                "auth: {token: {realm: '%s', service: here, issuer: test, rootcertbundle: %s/authority.pem}}\n"
                        .formatted(realm, folder));
    }

    private DebianRegistry start(String tls, String auth) throws Exception {
        var configuration = """
                version: 0.1
                log: {accesslog: {disabled: false}}
                storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: %s}}
                http:
                  addr: %s:%d
                %s%s""".formatted(folder, deletes, address, port, tls, auth);
        var file = Files.writeString(folder.resolve("registry.yml"), configuration);
        process = Tool.start(
                folder,
                System.getenv(),
                log(),
                folder.resolve("errors"),
                List.of("docker-registry", "serve", file.toString()));
        awaitStart();
        return this;
    }

    private void awaitStart() throws Exception {
        var deadline = Instant.now().plus(LONGEST_START);
        while (true) {
            try (var socket = new Socket(address, port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new AssertionError(
                            "the registry does not start\n" + Files.readString(folder.resolve("errors")));
                }
                Thread.sleep(50);
            }
        }
    }

    String host() {
        return address + ":" + port;
    }

    int port() {
        return port;
    }

    Path authority() {
        return folder.resolve("authority.pem");
    }

    /** Method and path of every request so far, from the registry's own log. */
    List<String> requests() throws IOException {
        return Files.readAllLines(log()).stream()
                .filter(line -> line.contains(" /v2/") && line.contains("HTTP/1.1\" "))
                .map(line -> line.substring(line.indexOf('"') + 1, line.indexOf(" HTTP/1.1\"")))
                .toList();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void certificates() throws Exception {
        Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=a test's authority",
                "-keyout",
                "authority.key",
                "-out",
                "authority.pem");
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=127.0.0.1",
                "-keyout",
                "server.key",
                "-out",
                "server.csr");
        openssl(
                "x509",
                "-req",
                "-in",
                "server.csr",
                "-CA",
                "authority.pem",
                "-CAkey",
                "authority.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                "server.pem");
    }

    private void openssl(String... arguments) throws Exception {
        var argv = new String[arguments.length + 1];
        argv[0] = "openssl";
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        Tool.run(folder, argv).mustSucceed();
    }

    private HttpServer tokenServer() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var expected = "Basic " + Base64.getEncoder().encodeToString("me:hunter2".getBytes(StandardCharsets.UTF_8));
        server.createContext("/token", exchange -> {
            try (exchange) {
                if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    exchange.sendResponseHeaders(401, -1);
                    return;
                }
                var answer = "{\"token\":\"" + token(exchange.getRequestURI().getRawQuery()) + "\"}";
                exchange.sendResponseHeaders(200, answer.length());
                exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }

    /** A JSON Web Token as the registry checks it, for whatever is asked for. */
    private String token(String query) {
        try {
            var access = Arrays.stream(query.split("&"))
                    .filter(pair -> pair.startsWith("scope="))
                    .map(pair -> URLDecoder.decode(pair.substring("scope=".length()), StandardCharsets.UTF_8))
                    .map(scope -> scope.split(":"))
                    .map(parts -> "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                            .formatted(
                                    parts[0],
                                    parts[1],
                                    Arrays.stream(parts[2].split(","))
                                            .map(action -> '"' + action + '"')
                                            .collect(Collectors.joining(","))))
                    .collect(Collectors.joining(","));
            long now = Instant.now().getEpochSecond();
            var claims =
                    "{\"iss\":\"test\",\"aud\":\"here\",\"sub\":\"me\",\"jti\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"access\":[%s]}"
                            .formatted(UUID.randomUUID(), now, now - 10, now + 300, access);
            var header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"%s\"]}".formatted(pem("authority.pem"));
            var signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + encoded(claims.getBytes(StandardCharsets.UTF_8));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem("authority.key")))));
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + encoded(signature.sign());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String pem(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
    }

    private static String encoded(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (tokens != null) {
            tokens.stop(0);
        }
        process.destroy();
        process.waitFor();
    }
}
