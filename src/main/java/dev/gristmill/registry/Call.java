package dev.gristmill.registry;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One request to a registry: as it is sent, and as errors tell of it.
 *
 * @param purpose what it is for, to stand behind "cannot": {@code upload the blob sha256:... of ghcr.io/acme/x}
 * @param accepted the statuses that are an answer; all others are a failure
 */
record Call(
        String purpose,
        String method,
        URI uri,
        Scope scope,
        Map<String, String> headers,
        Payload payload,
        Set<Integer> accepted) {

    Call {
        headers = Map.copyOf(headers);
        accepted = Set.copyOf(accepted);
    }

    static Call of(String purpose, String method, URI uri, Scope scope) {
        return new Call(purpose, method, uri, scope, Map.of(), Payload.NOTHING, Set.of(200));
    }

    Call accepting(Integer... statuses) {
        return new Call(purpose, method, uri, scope, headers, payload, Set.of(statuses));
    }

    Call with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Call(purpose, method, uri, scope, more, payload, accepted);
    }

    Call carrying(Payload content) {
        var call = new Call(purpose, method, uri, scope, headers, content, accepted);
        return switch (content) {
            case Payload.Nothing nothing -> call;
            case Payload.Document document -> call.with("Content-Type", document.mediaType());
            case Payload.Piece piece -> call.with("Content-Type", "application/octet-stream");
        };
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
