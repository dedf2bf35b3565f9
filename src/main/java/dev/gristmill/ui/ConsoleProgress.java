package dev.gristmill.ui;

import dev.gristmill.progress.Progress;
import java.util.Map;

/** Progress that is shown on standard error until it is closed. */
public interface ConsoleProgress extends Progress, AutoCloseable {
    @Override
    void close();

    /** The live view on a terminal, plain lines elsewhere. */
    static ConsoleProgress onStandardError(Map<String, String> environment) {
        var palette = Streams.errorPalette(environment);
        return Streams.canRedraw(environment) ? LiveProgress.open(palette) : new PlainProgress(System.err, palette);
    }
}
