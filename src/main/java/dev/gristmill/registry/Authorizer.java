package dev.gristmill.registry;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What proves to one registry that a request is allowed: asked of its token server or taken from the user's
 * credentials, once the registry said which. Safe for use by several threads; one of them asks, the others wait.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>
 */
final class Authorizer {
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final Duration USUAL_LIFE = Duration.ofSeconds(60); // the specification's
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final String CLIENT = "gristmill";

    private final CredentialStore store;
    private final Access access;
    private final Wire wire;
    private final Map<Scope, Token> tokens = new HashMap<>();
    private @Nullable Challenge known;
    private @Nullable Optional<Credentials> credentials;

    private record Token(String header, long expires) {
        boolean isFresh() {
            return expires - System.nanoTime() > 0;
        }

        @Override
        public String toString() {
            return "a token";
        }
    }

    Authorizer(CredentialStore store, Access access, Wire wire) {
        this.store = store;
        this.access = access;
        this.wire = wire;
    }

    /** The header to send, as far as is known what this registry wants; nothing before it was asked once. */
    synchronized Optional<String> header(Scope scope) throws CallFailure, InterruptedException {
        if (known == null) {
            return Optional.empty();
        }
        if (known.scheme().equals("basic")) {
            return basic(scope);
        }
        var token = tokens.get(scope);
        return Optional.of(token != null && token.isFresh() ? token.header() : renewed(known, scope));
    }

    /**
     * Learns from a 401 what the registry wants. {@link #header} gives something new afterwards.
     *
     * @param rejected the header that was sent
     * @throws CallFailure if there is nothing else to try
     */
    synchronized void challenged(Answer answer, Scope scope, Optional<String> rejected)
            throws CallFailure, InterruptedException {
        var challenges = Challenge.parse(answer.headers("WWW-Authenticate"));
        known = chosen(challenges)
                .orElseThrow(() -> CallFailure.lasting(
                        answer.call(), answer.from(), "HTTP status 401 without a way to log in that is known here"));
        if (known.scheme().equals("basic")) {
            var header = basic(scope);
            if (header.isEmpty() || header.equals(rejected)) {
                throw CallFailure.refused(answer.call(), answer);
            }
        } else if (tokens.get(scope) == null
                || rejected.filter(tokens.get(scope).header()::equals).isPresent()) {
            renewed(known, scope);
        }
    }

    private static Optional<Challenge> chosen(List<Challenge> challenges) {
        return challenges.stream()
                .filter(c ->
                        c.scheme().equals("bearer") && !c.parameter("realm").isEmpty())
                .findFirst()
                .or(() -> challenges.stream()
                        .filter(c -> c.scheme().equals("basic"))
                        .findFirst());
    }

    private Optional<String> basic(Scope scope) throws InterruptedException {
        return credentials(scope)
                .filter(Credentials.Password.class::isInstance)
                .map(found -> ((Credentials.Password) found).basic());
    }

    private String renewed(Challenge challenge, Scope scope) throws CallFailure, InterruptedException {
        tokens.remove(scope);
        var token = obtain(challenge, scope);
        tokens.put(scope, token);
        return token.header();
    }

    private Token obtain(Challenge challenge, Scope scope) throws CallFailure, InterruptedException {
        var found = credentials(scope);
        if (found.isPresent() && found.get() instanceof Credentials.RegistryToken(String secret)) {
            return new Token(
                    "Bearer " + secret, System.nanoTime() + Duration.ofDays(1).toNanos());
        }
        var scopes = new LinkedHashSet<>(scope.resources());
        var call = found.isPresent() && found.get() instanceof Credentials.IdentityToken(String secret)
                ? exchangeOf(secret, challenge, scope, scopes)
                : request(challenge, scope, scopes);
        var basic = found.filter(Credentials.Password.class::isInstance)
                .map(password -> ((Credentials.Password) password).basic());
        requireSafe(call, scope, found.isPresent());
        try (var answer = wire.exchange(call, call.uri(), basic)) {
            if (answer.status() != 200) {
                throw CallFailure.refused(call, answer);
            }
            return read(call, answer.content(LARGEST_ANSWER));
        }
    }

    private Call request(Challenge challenge, Scope scope, Iterable<String> scopes) throws CallFailure {
        var query = new ArrayList<String>();
        if (!challenge.parameter("service").isEmpty()) {
            query.add("service=" + encoded(challenge.parameter("service")));
        }
        scopes.forEach(one -> query.add("scope=" + encoded(one)));
        var realm = challenge.parameter("realm");
        return call("GET", realm + (realm.contains("?") ? "&" : "?") + String.join("&", query), scope);
    }

    /** The OAuth 2 way, in the body of a request, so that no log of addresses holds the token. */
    private Call exchangeOf(String secret, Challenge challenge, Scope scope, Iterable<String> scopes)
            throws CallFailure {
        var form = "grant_type=refresh_token&client_id=" + CLIENT + "&service="
                + encoded(challenge.parameter("service")) + "&scope=" + encoded(String.join(" ", scopes))
                + "&refresh_token=" + encoded(secret);
        return call("POST", challenge.parameter("realm"), scope)
                .carrying(new Payload.Document(
                        "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8)));
    }

    private static Call call(String method, String address, Scope scope) throws CallFailure {
        var purpose = "get a token for " + scope.target();
        try {
            var uri = URI.create(address);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return Call.of(purpose, method, uri, scope);
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        var registry = URI.create("https://" + scope.target().host());
        throw CallFailure.lasting(
                Call.of(purpose, method, registry, scope), registry, "a token server at " + Shown.text(address));
    }

    /** A registry names its token server itself: over a plain connection anybody on the way could have named it. */
    private void requireSafe(Call call, Scope scope, boolean secret) throws CallFailure {
        boolean plain = "http".equals(call.uri().getScheme());
        if (plain
                && secret
                && !access.isPlain(call.uri().getAuthority())
                && !access.isPlain(scope.target().host())) {
            throw CallFailure.lasting(call, call.uri(), "a token server without TLS, which is given no password");
        }
    }

    private static Token read(Call call, byte[] content) throws CallFailure {
        try {
            var json = JsonObject.parse(content);
            var token = json.has("token") ? json.string("token") : json.string("access_token");
            var life = json.has("expires_in") ? Duration.ofSeconds(json.number("expires_in")) : USUAL_LIFE;
            var useful = life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life.dividedBy(2);
            return new Token("Bearer " + token, System.nanoTime() + useful.toNanos());
        } catch (MalformedJsonException | ArithmeticException e) {
            throw CallFailure.lasting(call, call.uri(), "an answer that holds no token");
        }
    }

    private Optional<Credentials> credentials(Scope scope) throws InterruptedException {
        if (credentials == null) {
            credentials = store.find(scope.target());
        }
        return credentials;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
