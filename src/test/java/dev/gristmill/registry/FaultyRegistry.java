package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry on raw sockets that keeps its promises until a test tells it not to. It takes a manifest without looking
 * whether its blobs are there, so that the order is the pusher's to get right, and writes down every tag for which it
 * was wrong.
 */
final class FaultyRegistry implements AutoCloseable {
    /** What goes wrong with one request. */
    enum Fault {
        NONE,
        TOO_MANY_REQUESTS,
        INTERNAL_ERROR,
        BAD_GATEWAY,
        UNAVAILABLE,
        CUT_UPLOAD,
        CUT_ANSWER,
        LOST_ANSWER,
        LOST_CONTENT,
        WRONG_DIGEST,
        EXPIRED_TOKEN,
        OTHER_HOST,
        REDIRECT,
        MOUNT_REFUSED,
        SILENCE,
        HALF_CLOSE,
        MISSED_BLOB
    }

    /** @param foreign whether it came in at the other origin, which is trusted with nothing */
    record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, boolean foreign) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean is(String wanted, String part) {
            return method.equals(wanted) && path.contains(part);
        }

        @Override
        public String toString() {
            return method + " " + path + (query.isEmpty() ? "" : " " + query);
        }
    }

    /** Decides before the body is read; {@code CUT_UPLOAD} and {@code CUT_ANSWER} cut at {@link #cutAt}. */
    interface Faults {
        Fault of(Request request);
    }

    private record Reply(int status, Map<String, String> headers, byte[] body) {}

    /** Nothing more is to be said on this connection. */
    private static final class Cut extends IOException {
        private static final long serialVersionUID = 1;
    }

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    final Set<String> tokens = ConcurrentHashMap.newKeySet();
    final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    final List<String> ranges = new CopyOnWriteArrayList<>();
    final List<Integer> patches = new CopyOnWriteArrayList<>();

    volatile Faults faults = request -> Fault.NONE;
    volatile int cutAt = 1000;

    /** Cuts the content of an answer, not its head, and leaves the client the time to take in what came before. */
    volatile boolean cutsSlowly;

    /** Sends all of a blob whatever part of it is asked for. */
    volatile boolean withoutRanges;

    volatile boolean wantsToken;
    volatile boolean wantsPassword;
    volatile String challenge = "";
    volatile Map<String, String> uploadHeaders = Map.of();

    private final ServerSocket home = listen();
    private final ServerSocket other = listen();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private int count;

    FaultyRegistry() {
        Thread.startVirtualThread(() -> accept(home, false));
        Thread.startVirtualThread(() -> accept(other, true));
    }

    String host() {
        return "127.0.0.1:" + home.getLocalPort();
    }

    private String otherHost() {
        return "127.0.0.1:" + other.getLocalPort();
    }

    RegistryAddress address() {
        return RegistryAddress.parse(host() + "/acme", "a test");
    }

    /** The manifest or index of {@code repository:tag} and everything below it, if all of it is there. */
    boolean isComplete(String repository, String tag) {
        var manifest = manifests.get(repository + "/" + tag);
        return manifest != null && missingBelow(repository, manifest).isEmpty();
    }

    private List<String> missingBelow(String repository, byte[] manifest) {
        var missing = new ArrayList<String>();
        try {
            var json = JsonObject.parse(manifest);
            for (var entry : json.objects("manifests")) {
                var child = manifests.get(repository + "/" + entry.string("digest"));
                missing.addAll(child == null ? List.of(entry.string("digest")) : missingBelow(repository, child));
            }
            var below = new ArrayList<>(json.objects("layers"));
            if (json.has("config")) {
                below.add(json.object("config"));
            }
            for (var entry : below) {
                var blob = blobs.get(repository + "/" + entry.string("digest"));
                if (blob == null || !Descriptor.of("", blob).digest().toString().equals(entry.string("digest"))) {
                    missing.add(entry.string("digest"));
                }
            }
            return missing;
        } catch (MalformedJsonException e) {
            return List.of("a manifest: " + e.getMessage());
        }
    }

    private static ServerSocket listen() {
        try {
            var socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket server, boolean foreign) {
        while (!closed) {
            try {
                var socket = server.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket, foreign));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, boolean foreign) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            while (!closed) {
                var request = read(in, foreign);
                requests.add(request.toString());
                answer(socket, in, request, faults.of(request));
            }
        } catch (IOException e) {
            // The connection is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Socket socket, InputStream in, Request request, Fault fault)
            throws IOException, InterruptedException {
        int length =
                Integer.parseInt(request.header("content-length").isEmpty() ? "0" : request.header("content-length"));
        switch (fault) {
            case SILENCE -> {
                in.skipNBytes(length);
                while (in.read() >= 0) {} // until the other side gives up
                throw new Cut();
            }
            case HALF_CLOSE -> {
                socket.shutdownOutput();
                while (in.read() >= 0) {}
                throw new Cut();
            }
            case CUT_UPLOAD -> {
                var part = in.readNBytes(Math.min(cutAt, Math.max(0, length - 1)));
                keep(request, part);
                socket.setSoLinger(true, 0);
                throw new Cut();
            }
            default -> {
                var reply = fault == Fault.NONE
                        ? reply(request, in.readNBytes(length))
                        : faulty(fault, request, in.readNBytes(length));
                send(socket, request, reply, fault);
            }
        }
    }

    private Reply faulty(Fault fault, Request request, byte[] body) throws IOException {
        return switch (fault) {
            case TOO_MANY_REQUESTS -> new Reply(429, Map.of("Retry-After", "7"), error("TOOMANYREQUESTS"));
            case INTERNAL_ERROR -> new Reply(500, Map.of(), "<html>oops</html>".getBytes(StandardCharsets.UTF_8));
            case MISSED_BLOB -> new Reply(400, Map.of(), error("MANIFEST_BLOB_UNKNOWN"));
            case BAD_GATEWAY -> new Reply(502, Map.of(), new byte[0]);
            case UNAVAILABLE -> new Reply(503, Map.of(), error("UNAVAILABLE"));
            case EXPIRED_TOKEN -> {
                tokens.clear();
                yield wantsToken ? unauthorized() : reply(request, body);
            }
            case MOUNT_REFUSED ->
                request.query().containsKey("mount")
                        ? new Reply(405, Map.of(), error("UNSUPPORTED"))
                        : reply(request, body);
            case REDIRECT -> redirect(request, body);
            case OTHER_HOST -> elsewhere(request, reply(request, body));
            case WRONG_DIGEST -> wrong(reply(request, body));
            case LOST_CONTENT -> lost(request, reply(request, body));
            default -> reply(request, body);
        };
    }

    private Reply redirect(Request request, byte[] body) throws IOException {
        if (request.query().containsKey("hop") || request.path().equals("/token")) {
            return reply(request, body);
        }
        if (request.is("GET", "/blobs/sha256")) {
            return new Reply(307, Map.of("Location", "http://" + otherHost() + request.path()), new byte[0]);
        }
        var query = new StringBuilder("?hop=1");
        request.query()
                .forEach((name, value) ->
                        query.append('&').append(name).append('=').append(value));
        return new Reply(307, Map.of("Location", request.path() + query), new byte[0]);
    }

    private Reply elsewhere(Request request, Reply reply) {
        var location = reply.headers().get("Location");
        if (location == null || request.foreign()) {
            return reply;
        }
        var headers = new LinkedHashMap<>(reply.headers());
        headers.put("Location", "http://" + otherHost() + location);
        return new Reply(reply.status(), headers, reply.body());
    }

    private static Reply wrong(Reply reply) {
        if (!reply.headers().containsKey("Docker-Content-Digest")) {
            return reply;
        }
        var headers = new LinkedHashMap<>(reply.headers());
        headers.put("Docker-Content-Digest", Digest.of("something else").toString());
        return new Reply(reply.status(), headers, reply.body());
    }

    private Reply lost(Request request, Reply reply) {
        if (request.method().equals("PUT") && reply.status() == 201) {
            var repository = repository(request);
            blobs.remove(repository + "/" + request.query().getOrDefault("digest", ""));
            if (request.path().contains("/manifests/")) {
                manifests.remove(repository + "/" + last(request.path()));
            }
        }
        return reply;
    }

    private void send(Socket socket, Request request, Reply reply, Fault fault)
            throws IOException, InterruptedException {
        if (fault == Fault.LOST_ANSWER) {
            throw new Cut();
        }
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " Whatever\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (!reply.headers().containsKey("Content-Length") && reply.status() != 204) {
            head.append("Content-Length: ").append(reply.body().length).append("\r\n");
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            out.writeBytes(reply.body());
        }
        var bytes = out.toByteArray();
        if (fault == Fault.CUT_ANSWER) {
            int cut = cutsSlowly ? head.length() + cutAt : cutAt;
            socket.getOutputStream().write(bytes, 0, Math.min(cut, bytes.length - 1));
            socket.getOutputStream().flush();
            Thread.sleep(cutsSlowly ? 300 : 0);
            throw new Cut();
        }
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private Reply reply(Request request, byte[] body) throws IOException {
        if (request.path().equals("/token")) {
            return token(request, body);
        }
        if (request.foreign() && !request.header("authorization").isEmpty()) {
            violations.add("a secret went to another host: " + request);
        }
        if (!request.foreign() && !isAuthorized(request)) {
            return unauthorized();
        }
        if (request.path().contains("/manifests/")) {
            return manifest(request, body);
        }
        return request.path().contains("/uploads/") ? upload(request, body) : blob(request);
    }

    private boolean isAuthorized(Request request) {
        var header = request.header("authorization");
        if (wantsPassword) {
            return header.equals(new Credentials.Password("me", "hunter2").basic());
        }
        return !wantsToken || header.startsWith("Bearer ") && tokens.contains(header.substring("Bearer ".length()));
    }

    private Reply unauthorized() {
        var usual = wantsPassword
                ? "Basic realm=\"here\""
                : "Bearer realm=\"http://" + host() + "/token\",service=\"here\"";
        return new Reply(
                401, Map.of("WWW-Authenticate", challenge.isEmpty() ? usual : challenge), error("UNAUTHORIZED"));
    }

    private synchronized Reply token(Request request, byte[] body) {
        var name = "token-" + ++count;
        tokens.add(name);
        var text = "{\"token\":\"" + name + "\",\"expires_in\":300}";
        requests.add("token for " + request.query() + new String(body, StandardCharsets.UTF_8));
        return new Reply(200, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    private Reply manifest(Request request, byte[] body) {
        var repository = repository(request);
        var key = repository + "/" + last(request.path());
        if (request.method().equals("PUT")) {
            var digest = Digest.of(body).toString();
            boolean tag = !last(request.path()).startsWith("sha256:");
            if (tag && !missingBelow(repository, body).isEmpty()) {
                violations.add(key + " lacks " + missingBelow(repository, body));
            }
            manifests.put(key, body);
            manifests.put(repository + "/" + digest, body);
            return new Reply(201, Map.of("Docker-Content-Digest", digest), new byte[0]);
        }
        var content = manifests.get(key);
        if (content == null || !request.header("accept").contains("image.index")) {
            return new Reply(404, Map.of(), error("MANIFEST_UNKNOWN"));
        }
        var type = new String(content, StandardCharsets.UTF_8).contains("\"manifests\"") ? "index" : "manifest";
        return new Reply(
                200,
                Map.of(
                        "Docker-Content-Digest",
                        Digest.of(content).toString(),
                        "Content-Type",
                        "application/vnd.oci.image." + type + ".v1+json",
                        "Content-Length",
                        Integer.toString(content.length)),
                content);
    }

    private Reply blob(Request request) {
        var content = blobs.get(repository(request) + "/" + last(request.path()));
        if (content == null) {
            return new Reply(404, Map.of(), error("BLOB_UNKNOWN"));
        }
        var range = request.header("range");
        if (range.isEmpty() || withoutRanges) {
            return new Reply(200, Map.of("Content-Length", Integer.toString(content.length)), content);
        }
        ranges.add(range);
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        var stated = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        return new Reply(206, Map.of("Content-Range", stated), Arrays.copyOfRange(content, from, content.length));
    }

    private synchronized Reply upload(Request request, byte[] body) {
        var repository = repository(request);
        var id = last(request.path());
        if (request.method().equals("POST")) {
            return begin(request, repository);
        }
        var upload = uploads.get(id);
        if (upload == null) {
            return new Reply(404, Map.of(), error("BLOB_UPLOAD_UNKNOWN"));
        }
        switch (request.method()) {
            case "DELETE" -> uploads.remove(id);
            case "PATCH" -> {
                if (!request.header("content-range").startsWith(upload.size() + "-")) {
                    return new Reply(416, Map.of("Range", range(upload)), error("BLOB_UPLOAD_INVALID"));
                }
                patches.add(body.length);
                upload.writeBytes(body);
            }
            case "PUT" -> {
                upload.writeBytes(body);
                return finish(request, repository, id, upload.toByteArray());
            }
            default -> {}
        }
        int status = request.method().equals("PATCH") ? 202 : 204;
        return new Reply(status, Map.of("Location", request.path(), "Range", range(upload)), new byte[0]);
    }

    private Reply begin(Request request, String repository) {
        var mounted = blobs.get(
                request.query().getOrDefault("from", "") + "/" + request.query().get("mount"));
        if (mounted != null) {
            blobs.put(repository + "/" + request.query().get("mount"), mounted);
            return new Reply(
                    201, Map.of("Docker-Content-Digest", request.query().get("mount")), new byte[0]);
        }
        var id = "upload-" + ++count;
        uploads.put(id, new ByteArrayOutputStream());
        var headers = new LinkedHashMap<>(uploadHeaders);
        headers.put("Location", "/v2/" + repository + "/blobs/uploads/" + id);
        return new Reply(202, headers, new byte[0]);
    }

    private Reply finish(Request request, String repository, String id, byte[] content) {
        uploads.remove(id);
        var digest = request.query().getOrDefault("digest", "");
        if (!Digest.of(content).toString().equals(digest)) {
            return new Reply(400, Map.of(), error("DIGEST_INVALID"));
        }
        blobs.put(repository + "/" + digest, content);
        return new Reply(201, Map.of("Docker-Content-Digest", digest), new byte[0]);
    }

    /** What arrived of a body before its connection broke. */
    private synchronized void keep(Request request, byte[] part) {
        var upload = uploads.get(last(request.path()));
        boolean fits = request.method().equals("PUT")
                || request.header("content-range").startsWith((upload == null ? -1 : upload.size()) + "-");
        if (upload != null && fits) {
            upload.writeBytes(part);
        }
    }

    private static String range(ByteArrayOutputStream upload) {
        return "0-" + Math.max(0, upload.size() - 1);
    }

    private static String repository(Request request) {
        var rest = request.path().substring("/v2/".length());
        return rest.substring(0, rest.lastIndexOf(rest.contains("/blobs/") ? "/blobs/" : "/manifests/"));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static byte[] error(String code) {
        var text = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"on purpose\"}]}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Request read(InputStream in, boolean foreign) throws IOException {
        var first = line(in).split(" ", -1);
        if (first.length < 2) {
            throw new EOFException();
        }
        var headers = new LinkedHashMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int mark = first[1].indexOf('?');
        var query = new LinkedHashMap<String, String>();
        if (mark >= 0) {
            for (var pair : first[1].substring(mark + 1).split("&", -1)) {
                var value = URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
                query.merge(pair.substring(0, pair.indexOf('=')), value, (a, b) -> a + " " + b);
            }
        }
        return new Request(first[0], mark < 0 ? first[1] : first[1].substring(0, mark), query, headers, foreign);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        closed = true;
        for (var socket : List.of(home, other)) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was being closed.
            }
        }
    }
}
