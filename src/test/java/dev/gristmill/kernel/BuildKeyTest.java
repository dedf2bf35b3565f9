package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.toolchain.Toolchain;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuildKeyTest {
    private static final Instant DATE = Instant.parse("2026-07-30T10:56:00Z");

    @Test
    void isTheSameForTheSameInputs() {
        assertThat(key(new Random(1)).digest()).isEqualTo(key(new Random(1)).digest());
    }

    /** A change of this value means that every kernel is built anew: raise RECIPE or ENCODING, and change it here. */
    @Test
    void isTheSameOnEveryMachineAndInEveryVersion() {
        var inputs = new BuildKey(
                Digest.of("source"),
                List.of(Digest.of("patch")),
                Digest.of("config"),
                Digest.of("toolchain"),
                Architecture.ARM64,
                DATE);
        assertThat(inputs.digest().hex()).isEqualTo("abf2231c1b15c3d7f3b4a36ca60ae9926e8e182e72fdfe55c9b05d6eb8cb6040");
    }

    @Test
    void changesWithEachInput() {
        var random = new Random(2);
        for (int i = 0; i < 100; i++) {
            var k = key(random);
            var other = Digest.of("other " + i);
            var keys = List.of(
                    k,
                    new BuildKey(other, k.patches(), k.config(), k.toolchain(), k.architecture(), k.date()),
                    new BuildKey(k.source(), List.of(other), k.config(), k.toolchain(), k.architecture(), k.date()),
                    new BuildKey(k.source(), k.patches(), other, k.toolchain(), k.architecture(), k.date()),
                    new BuildKey(k.source(), k.patches(), k.config(), other, k.architecture(), k.date()),
                    new BuildKey(k.source(), k.patches(), k.config(), k.toolchain(), other(k), k.date()),
                    new BuildKey(
                            k.source(),
                            k.patches(),
                            k.config(),
                            k.toolchain(),
                            k.architecture(),
                            k.date().plusSeconds(1)));
            assertThat(keys).extracting(BuildKey::digest).doesNotHaveDuplicates();
        }
    }

    @Test
    void changesWithTheOrderOfThePatches() {
        var first = Digest.of("1");
        var second = Digest.of("2");
        assertThat(withPatches(first, second).digest())
                .isNotEqualTo(withPatches(second, first).digest());
    }

    @Test
    void staysWithOtherPathsNamesLocalesAndTimeZones() {
        var key = request(Path.of("/a"), "tiny", "mirror", "gcc 1").key();
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            for (var language : List.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-ca-buddhist")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
                assertThat(request(Path.of("/b", language), "other", "tarball", "cc")
                                .key())
                        .isEqualTo(key);
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void fieldsDoNotRunTogether() {
        var random = new Random(3);
        var seen = new HashSet<Digest>();
        for (int i = 0; i < 200; i++) {
            var text = random.ints(6, 0, 3)
                    .mapToObj(n -> List.of("1", ":", "a").get(n))
                    .reduce("" + i, String::concat);
            for (int cut = 0; cut <= text.length(); cut++) {
                var fields = new BuildKey.Fields().add(text.substring(0, cut)).add(text.substring(cut));
                assertThat(seen.add(fields.digest())).isTrue();
            }
        }
    }

    private static BuildKey key(RandomGenerator random) {
        return new BuildKey(
                digest(random),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> digest(random))
                        .toList(),
                digest(random),
                digest(random),
                Architecture.values()[random.nextInt(2)],
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L)));
    }

    private static KernelRequest request(Path folder, String profile, String origin, String compiler) {
        var source = new SourceTree(
                folder.resolve("source"), Release.parse("5.10.262").orElseThrow(), Digest.of("source"), DATE, origin);
        var toolchain = new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", compiler, Digest.of("toolchain"));
        return KernelRequest.of(source, folder.resolve("config"), Digest.of("config"), toolchain, profile);
    }

    private static BuildKey withPatches(Digest... patches) {
        var any = Digest.of("any");
        return new BuildKey(any, List.of(patches), any, any, Architecture.X86_64, DATE);
    }

    private static Architecture other(BuildKey key) {
        return Architecture.values()[1 - key.architecture().ordinal()];
    }

    private static Digest digest(RandomGenerator random) {
        return Digest.of(Long.toString(random.nextLong()));
    }
}
