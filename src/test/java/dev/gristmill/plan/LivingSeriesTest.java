package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Series;
import dev.gristmill.source.http.LoopbackServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingSeriesTest {
    private static final String PATH = "/releases.json";

    private final LoopbackServer server = new LoopbackServer();
    private final LivingSeries living = new LivingSeries(server.uri(PATH), LoopbackServer.http());

    @AfterEach
    void close() {
        server.close();
    }

    private void serve(String text) {
        server.file(PATH, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void areThoseThatAreListedAndNotAtTheirEnd() throws Exception {
        serve("""
                {"latest_stable": {"version": "7.1.5"}, "releases": [
                 {"iseol": false, "version": "7.2-rc4", "moniker": "mainline"},
                 {"iseol": true, "version": "7.0.14", "moniker": "stable", "source": null},
                 {"iseol": false, "version": "6.12.98", "moniker": "longterm"},
                 {"iseol": false, "version": "next-20260724", "moniker": "linux-next"}]}
                """);
        assertThat(living.find())
                .hasValueSatisfying(
                        series -> assertThat(series).containsExactlyInAnyOrder(new Series(7, 2), new Series(6, 12)));
    }

    @Test
    void areNotKnownWhereThereIsNoSuchList() throws Exception {
        assertThat(living.find()).isEmpty();
        for (var other : new String[] {"", "{}", "[1]", "{\"releases\": []}", "{\"releases\": [{\"iseol\": false}]}"}) {
            serve(other);
            assertThat(living.find()).as(other).isEmpty();
        }
        server.script(PATH, exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        assertThat(living.find()).isEmpty();
    }
}
