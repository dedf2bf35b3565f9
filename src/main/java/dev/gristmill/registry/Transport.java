package dev.gristmill.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to one registry, with what belongs to it: proof that it is allowed, which goes to that registry and to
 * nobody else, and redirects.
 */
final class Transport {
    private static final int MOST_HOPS = 10;

    private final URI registry;
    private final Wire wire;
    private final Authorizer authorizer;

    /** @param registry the address of its API, whatever the path */
    Transport(URI registry, Wire wire, Authorizer authorizer) {
        this.registry = registry;
        this.wire = wire;
        this.authorizer = authorizer;
    }

    /**
     * @return an answer of a status that the call accepts, for the caller to close
     * @throws CallFailure if there is none
     */
    Answer send(Call call) throws CallFailure, InterruptedException {
        var at = call.uri();
        boolean renewed = false;
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            var authorization = isOrigin(at, registry) ? authorizer.header(call.scope()) : Optional.<String>empty();
            var answer = wire.exchange(call, at, authorization);
            boolean challenged = answer.status() == 401 && isOrigin(at, registry) && !renewed;
            if (challenged) {
                renew(call, answer, authorization);
                renewed = true;
            } else if (isRedirect(answer, call)) {
                answer.close();
                at = target(call, at, answer.header("Location").orElse(""));
            } else {
                return accepted(call, answer);
            }
        }
        throw CallFailure.lasting(call, at, "more than " + MOST_HOPS + " redirects");
    }

    /** Where a {@code Location} leads, seen from an address. */
    static URI target(Call call, URI from, String location) throws CallFailure {
        try {
            var to = from.resolve(new URI(location));
            if (location.isEmpty() || to.getHost() == null || !isHttp(to)) {
                throw CallFailure.lasting(call, from, "a Location that leads nowhere: " + Shown.text(location));
            }
            return secure(call, from, to);
        } catch (URISyntaxException e) {
            throw CallFailure.lasting(call, from, "a Location that is no address: " + Shown.text(location));
        }
    }

    static boolean isOrigin(URI one, URI other) {
        return Objects.equals(lower(one.getScheme()), lower(other.getScheme()))
                && Objects.equals(lower(one.getHost()), lower(other.getHost()))
                && port(one) == port(other);
    }

    private void renew(Call call, Answer answer, Optional<String> rejected) throws CallFailure, InterruptedException {
        try (answer) {
            authorizer.challenged(answer, call.scope(), rejected);
            answer.finish();
        }
        if (call.payload() instanceof Payload.Piece) {
            // The registry may have taken some of it before it looked at the token: whoever uploads has to ask.
            throw CallFailure.passing(call, answer.from(), "HTTP status 401, a token that has expired");
        }
    }

    private static Answer accepted(Call call, Answer answer) throws CallFailure, InterruptedException {
        if (call.accepted().contains(answer.status())) {
            return answer;
        }
        try (answer) {
            throw CallFailure.refused(call, answer);
        }
    }

    /** A registry that stands behind something that ends TLS often does not know that it is spoken to over TLS. */
    private static URI secure(Call call, URI from, URI to) throws CallFailure {
        if (!"https".equals(lower(from.getScheme())) || "https".equals(lower(to.getScheme()))) {
            return to;
        }
        var text = "https" + to.toString().substring("http".length());
        var secured = URI.create(text);
        if (Objects.equals(lower(to.getHost()), lower(from.getHost()))
                && (to.getPort() < 0 || to.getPort() == from.getPort())) {
            return secured;
        }
        throw CallFailure.lasting(call, from, "a Location without TLS: " + Shown.address(to));
    }

    private static boolean isRedirect(Answer answer, Call call) {
        return switch (answer.status()) {
            case 301, 302, 303 -> call.reads();
            case 307, 308 -> true;
            default -> false;
        };
    }

    private static boolean isHttp(URI uri) {
        var scheme = lower(uri.getScheme());
        return "http".equals(scheme) || "https".equals(scheme);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(lower(uri.getScheme())) ? 443 : 80;
    }

    private static String lower(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
