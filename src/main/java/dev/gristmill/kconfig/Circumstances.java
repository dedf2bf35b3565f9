package dev.gristmill.kconfig;

import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.toolchain.Toolchain;
import java.time.Instant;

/**
 * What of source and toolchain is known only where they are, and is needed where a kernel is used that was compiled
 * elsewhere.
 *
 * @param date of the source
 * @param origin of the source, for people; no host
 * @param toolchain its description, for people
 */
public record Circumstances(Release release, Instant date, String origin, String toolchain) {
    static Circumstances of(SourceTree tree, Toolchain toolchain) {
        return new Circumstances(
                tree.release(),
                tree.date(),
                tree.origin().replace('\n', ' '),
                toolchain.description().replace('\n', ' '));
    }
}
