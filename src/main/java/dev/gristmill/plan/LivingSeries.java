package dev.gristmill.plan;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.http.Http;
import dev.gristmill.source.http.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which series kernel.org still makes releases of. Those who maintain a series longer than that are not asked.
 *
 * @see <a href="https://www.kernel.org/releases.html">active kernel releases</a>
 */
public final class LivingSeries {
    private static final URI LIST = URI.create("https://www.kernel.org/releases.json");
    private static final int LARGEST = 1 << 20;

    /** Nobody waits long for what only makes a warning. */
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(4), Duration.ofSeconds(6), 1, Duration.ofMillis(100));

    private final URI list;
    private final Http http;

    LivingSeries(URI list, Http http) {
        this.list = list;
        this.http = http;
    }

    /** Over the proxies that this machine's APT uses. */
    public static LivingSeries ofKernelOrg() {
        return new LivingSeries(LIST, new Http(AptConfiguration.ofThisMachine().proxies(), SHORT));
    }

    /** Nothing where kernel.org cannot be asked, or gives no such list. */
    Optional<Set<Series>> find() throws InterruptedException {
        try {
            return http.document(list, LARGEST).flatMap(LivingSeries::living);
        } catch (StepException e) {
            return Optional.empty();
        }
    }

    private static Optional<Set<Series>> living(byte[] document) {
        try {
            var living = new HashSet<Series>();
            for (var release : JsonObject.parse(document).objects("releases")) {
                if (!release.says("iseol")) {
                    Release.parse(release.string("version"))
                            .map(Release::series)
                            .ifPresent(living::add);
                }
            }
            return living.isEmpty() ? Optional.empty() : Optional.of(living);
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
