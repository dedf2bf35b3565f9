package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedConfigurationsTest {
    private static final Release RELEASE = Release.parse("6.1.187").orElseThrow();
    private static final Digest KEY = Digest.of("key");
    private static final Circumstances THEN =
            new Circumstances(RELEASE, Instant.parse("2026-01-02T03:04:05Z"), "a test's linux 6.1.187", "gcc 12");

    @TempDir
    private Path folder;

    private Store store;
    private ResolvedConfigurations configurations;
    private RequestedConfiguration request;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        configurations = new ResolvedConfigurations(store);
        request = RequestedConfiguration.merge(
                List.of(RequestedConfigurationTest.fragment("f", "CONFIG_A=y")),
                Target.of(Architecture.ARM64, RELEASE));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** As another machine has it. */
    private Path elsewhere(String config) throws IOException {
        var other = new Store(folder.resolve("other"));
        var published = new ResolvedConfigurations(other)
                .publish(Files.writeString(other.temporary("config"), config), KEY, THEN);
        other.close();
        return published.file().resolveSibling("");
    }

    @Test
    void takesWhatAnotherMachineResolved() throws Exception {
        var taken = configurations.adopt(elsewhere("CONFIG_A=y\nCONFIG_B=m\n"), KEY, RELEASE, request);
        assertThat(taken.circumstances()).isEqualTo(THEN);
        assertThat(taken.file()).hasContent("CONFIG_A=y\nCONFIG_B=m\n");
        assertThat(configurations.find(KEY)).contains(taken);
    }

    @Test
    void holdsItToWhatIsAskedForLikeItsOwn() throws Exception {
        assertRefused(elsewhere("CONFIG_A=m\n"), RELEASE, "CONFIG_A did not come out as asked");
    }

    @Test
    void refusesWhatIsForAnotherRelease() throws Exception {
        assertRefused(
                elsewhere("CONFIG_A=y\n"),
                Release.parse("6.1.188").orElseThrow(),
                "expected a configuration of linux 6.1.188, found one of linux 6.1.187");
    }

    @Test
    void refusesWhatWasChangedOnTheWay() throws Exception {
        var there = elsewhere("CONFIG_A=y\n");
        Files.writeString(there.resolve("config"), "CONFIG_A=y\nCONFIG_EVIL=y\n");
        assertRefused(there, RELEASE, "expected sha256:");
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        var there = elsewhere("CONFIG_A=y\n");
        var secret = Files.move(there.resolve("config"), folder.resolve("secret"));
        Files.createSymbolicLink(there.resolve("config"), secret);
        assertRefused(there, RELEASE, "it has no file config");
    }

    @Test
    void refusesFactsThatSayNothing() throws Exception {
        var there = elsewhere("CONFIG_A=y\n");
        Files.writeString(there.resolve("facts"), "config none\ndate soon\n");
        assertRefused(there, RELEASE, "");
    }

    private void assertRefused(Path there, Release release, String reason) {
        assertThatThrownBy(() -> configurations.adopt(there, KEY, release, request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
        assertThat(configurations.find(KEY)).isEmpty();
    }

    @Test
    void putsWhatIsWholeInPlaceOfWhatIsDamaged() throws Exception {
        configurations.publish(config(), KEY, THEN);
        Files.writeString(configurations.entry(KEY).resolve("facts"), "config");
        assertThat(configurations.find(KEY)).isEmpty();
        var whole = configurations.publish(config(), KEY, THEN);
        assertThat(configurations.find(KEY)).contains(whole);
    }

    private Path config() throws IOException {
        return Files.writeString(store.temporary("config"), "CONFIG_A=y\n");
    }
}
