package dev.gristmill.cli;

import dev.gristmill.plan.Publication;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is published, in Prometheus' text format.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class Metrics {
    private final StringBuilder text = new StringBuilder();
    private final List<Publication> found;

    private Metrics(List<Publication> found) {
        this.found = found;
    }

    /** Replaces the file, whole or not at all. */
    static void write(List<Publication> found, Path file, Store store) throws IOException {
        var written = Files.writeString(store.temporary("metrics"), text(found));
        var beside = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".new");
        Files.move(written, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static String text(List<Publication> found) {
        var metrics = new Metrics(found);
        metrics.published();
        metrics.gauge("days_behind", "days between its release and the newest", there -> there.daysBehind());
        metrics.gauge("age_days", "days since its release", there -> there.ageDays());
        metrics.gauge("booted", "whether a boot proof hangs on it", there -> there.booted() ? 1 : 0);
        metrics.gauge("signed", "whether a signature hangs on it", there -> there.signed() ? 1 : 0);
        metrics.gauge("size_bytes", "bytes of its layers, compressed", there -> there.bytes());
        return metrics.text.toString();
    }

    private void published() {
        head("published", "whether a kernel of the catalogue is in the registry");
        for (var one : found) {
            sample("published", one, one.there().isPresent() ? 1 : 0);
        }
    }

    private void gauge(String name, String help, ToLongFunction<Publication.There> value) {
        head(name, help);
        for (var one : found) {
            one.there().ifPresent(there -> sample(name, one, value.applyAsLong(there)));
        }
    }

    private void head(String name, String help) {
        text.append("# HELP gristmill_kernel_")
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE gristmill_kernel_").append(name).append(" gauge\n");
    }

    private void sample(String name, Publication one, long value) {
        text.append("gristmill_kernel_").append(name).append("{image=\"").append(one.image());
        one.there().ifPresent(there -> text.append("\",release=\"").append(there.release()));
        text.append("\",newest=\"")
                .append(one.newest())
                .append("\"} ")
                .append(value)
                .append('\n');
    }
}
