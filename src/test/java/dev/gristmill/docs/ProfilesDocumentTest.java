package dev.gristmill.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.kconfig.LeftOut;
import dev.gristmill.kconfig.Requirement;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfilesDocumentTest {
    private static final Path COMMITTED = Path.of("docs/profiles.md");
    private static final Path FRESH = Path.of("target/profiles.md");

    @Test
    void isWhatTheDataSay() throws IOException {
        var fresh = ProfilesDocument.written();
        Files.createDirectories(FRESH.toAbsolutePath().getParent());
        Files.writeString(FRESH, fresh);

        var committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";
        // The whole page would hide what to do about it.
        assertThat(committed.equals(fresh))
                .as("%s is what the data say; if not: cp %s %s", COMMITTED, FRESH, COMMITTED)
                .isTrue();
    }

    @Test
    void whatIsLeftOutHasAReasonAndIsAskedForByNoProfile() {
        assertThat(LeftOut.load().options())
                .isNotEmpty()
                .allSatisfy(left -> assertThat(left.reason()).isNotBlank())
                .allSatisfy(left -> assertThat(askedFor(left)).isEmpty());
    }

    /** The profiles, and what for, that ask for it after all. */
    private static List<String> askedFor(Requirement left) {
        var found = new ArrayList<String>();
        for (var profile : CatalogueReader.builtInProfiles().values()) {
            for (var target : targets()) {
                var asked = ProfilesDocument.requested(profile, target).requirement(left.option());
                if (left.condition().holds(target)
                        && asked.filter(r -> r.value().equals(left.value())).isPresent()) {
                    found.add(profile.name() + " for " + target);
                }
            }
        }
        return found;
    }

    private static List<Target> targets() {
        return Stream.of("5.10", "6.1", "6.12", "6.18", "7.2")
                .map(series -> Release.parse(series).orElseThrow())
                .flatMap(release ->
                        Arrays.stream(Architecture.values()).map(architecture -> Target.of(architecture, release)))
                .toList();
    }
}
