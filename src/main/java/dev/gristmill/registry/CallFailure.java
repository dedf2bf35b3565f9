package dev.gristmill.registry;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A request that did not get its answer: what was tried, where, what came instead, and whether it may come later. */
final class CallFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** The most that is read of an answer which only tells what is wrong, in bytes. */
    static final int LONGEST_REPORT = 64 * 1024;

    // 499 is what nginx answers where its own upstream was too slow for it.
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 499, 500, 502, 503, 504);

    // Docker's registry misses, for a moment, a blob that somebody else sends it once more: it empties the file that
    // leads to the blob before it writes the same there again.
    private static final String MISSED = "MANIFEST_BLOB_UNKNOWN";

    private final transient Call call;
    private final transient URI at;
    private final int status;
    private final boolean temporary;
    private final Duration retryAfter;

    private CallFailure(
            Call call,
            URI at,
            int status,
            String found,
            boolean temporary,
            Duration retryAfter,
            @Nullable Throwable cause) {
        super(found, cause);
        this.call = call;
        this.at = at;
        this.status = status;
        this.temporary = temporary;
        this.retryAfter = retryAfter;
    }

    /** An answer that is none of those the call accepts. */
    static CallFailure refused(Call call, Answer answer) throws InterruptedException {
        var errors = report(answer);
        var told = errors.stream().map(RegistryError::toString).collect(Collectors.joining("; "));
        var found = "HTTP status " + answer.status() + (told.isEmpty() ? "" : ", " + told);
        boolean temporary = TEMPORARY.contains(answer.status())
                || errors.stream().anyMatch(error -> error.code().equals(MISSED));
        return new CallFailure(call, answer.from(), answer.status(), found, temporary, answer.retryAfter(), null);
    }

    /** No answer, or half of one: worth another attempt. */
    static CallFailure broken(Call call, URI at, IOException cause) {
        boolean temporary = !(cause instanceof SSLException);
        return new CallFailure(call, at, 0, reason(cause), temporary, Duration.ZERO, cause);
    }

    /** Something that another attempt will not change. */
    static CallFailure lasting(Call call, URI at, String found) {
        return new CallFailure(call, at, 0, found, false, Duration.ZERO, null);
    }

    /** Something that another attempt may change. */
    static CallFailure passing(Call call, URI at, String found) {
        return new CallFailure(call, at, 0, found, true, Duration.ZERO, null);
    }

    /** The same, where another attempt begins differently. */
    CallFailure asPassing() {
        return new CallFailure(call, at, status, String.valueOf(getMessage()), true, retryAfter, this);
    }

    /** The HTTP status; 0 where there was none. */
    int status() {
        return status;
    }

    boolean temporary() {
        return temporary;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /** As people read it, after that many attempts. */
    StepException told(int attempts) {
        var found = getMessage() + (attempts > 1 ? " (" + attempts + " attempts)" : "");
        return new StepException(
                Problem.of("cannot " + call.purpose())
                        .with("request", call.method() + " " + Shown.address(at))
                        .found(found)
                        .remedy(remedy()),
                this);
    }

    private String remedy() {
        var host = call.uri().getAuthority();
        return switch (status) {
            case 401, 403 ->
                "log in with 'docker login " + host + "', or set REGISTRY_USER and REGISTRY_PASSWORD; the account needs"
                        + " the right to do this";
            case 404 -> "check the name of the registry and of the image";
            case 407 -> "give the proxy what it asks for, in the proxy variables of the environment";
            case 413 -> "a proxy before the registry limits the size of uploads: have the limit raised";
            case 429 -> "wait until the registry's limit allows it, then run the same again: what it has is kept";
            default -> temporary ? temporaryRemedy(host) : lastingRemedy(host);
        };
    }

    private String temporaryRemedy(String host) {
        return getCause() instanceof ConnectException
                ? "check whether a registry runs at " + host + ", and whether this machine reaches it"
                : "run the same again: what the registry has is kept";
    }

    private String lastingRemedy(String host) {
        if (getCause() instanceof SSLException) {
            return "name the certificate of the registry's authority with --ca-file FILE; for a registry without TLS,"
                    + " --insecure " + host;
        }
        return status == 400 && "http".equals(call.uri().getScheme())
                ? "a registry with TLS on this machine needs --ca-file FILE; else ask who runs it"
                : "ask who runs the registry, or a proxy before it";
    }

    private static List<RegistryError> report(Answer answer) throws InterruptedException {
        try {
            return RegistryError.read(answer.content(LONGEST_REPORT));
        } catch (CallFailure e) {
            return List.of();
        }
    }

    private static String reason(Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return Shown.text(at.getMessage());
            }
        }
        return switch (failure) {
            case ConnectException e -> "no connection";
            default -> failure.getClass().getSimpleName();
        };
    }
}
