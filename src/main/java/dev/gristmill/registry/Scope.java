package dev.gristmill.registry;

import java.util.List;
import java.util.Optional;

/**
 * What a token is to allow.
 *
 * @param actions separated by commas
 * @param source another repository that is only read, for a mount
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">scopes</a>
 */
record Scope(Repository target, String actions, Optional<Repository> source) {

    static Scope pull(Repository target) {
        return new Scope(target, "pull", Optional.empty());
    }

    static Scope push(Repository target) {
        return new Scope(target, "pull,push", Optional.empty());
    }

    static Scope delete(Repository target) {
        return new Scope(target, "pull,delete", Optional.empty());
    }

    static Scope mount(Repository target, Repository source) {
        return new Scope(target, "pull,push", Optional.of(source));
    }

    /** The most important first: some token servers look at no other. */
    List<String> resources() {
        var own = "repository:" + target.path() + ":" + actions;
        return source.map(other -> List.of(own, "repository:" + other.path() + ":pull"))
                .orElse(List.of(own));
    }
}
