package dev.gristmill.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerificationTest {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void setUp() {
        store = new Store(folder);
    }

    @Test
    void leavesASoundStoreAsItIs() throws IOException {
        kernel("one");
        blob("content", "content");
        var outcome = verify();
        assertThat(outcome.removed()).isEmpty();
        assertThat(outcome.sound()).isEqualTo(2);
    }

    @Test
    void removesABlobThatDoesNotHashToItsName() throws IOException {
        var damaged = blob("content", "Content");
        assertThat(verify().removed()).extracting(StoreEntry::path).containsExactly(damaged);
        assertThat(damaged).doesNotExist();
    }

    @Test
    void removesAKernelInWhichAnyByteIsAnother() throws IOException {
        var random = RandomGeneratorFactory.getDefault().create(6);
        var names = new String[] {"boot-file", "config", "modules/a.ko", "seal"};
        for (int round = 0; round < 40; round++) {
            var kernel = kernel("kernel-" + round);
            var file = kernel.resolve(names[random.nextInt(names.length)]);
            var bytes = Files.readAllBytes(file);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            verify();
            assertThat(kernel).doesNotExist();
        }
    }

    @Test
    void removesAKernelThatLacksOrHasAFile() throws IOException {
        var lacking = kernel("lacking");
        Files.delete(lacking.resolve("modules/a.ko"));
        var more = kernel("more");
        Files.writeString(more.resolve("modules/b.ko"), "");
        assertThat(verify().removed()).extracting(StoreEntry::path).containsExactly(lacking, more);
    }

    @Test
    void leavesWhatHasNothingToBeCheckedAgainst() throws IOException {
        var kernel = kernel("older");
        Files.delete(kernel.resolve("seal"));
        assertThat(verify().unknown()).isEqualTo(1);
        assertThat(kernel).exists();
    }

    private StoreVerification.Outcome verify() {
        return new StoreVerification(store).run();
    }

    private Path kernel(String name) throws IOException {
        var entry = store.kernels().resolve(name);
        Files.createDirectories(entry.resolve("modules"));
        Files.writeString(entry.resolve("boot-file"), "kernel " + name);
        Files.writeString(entry.resolve("config"), "CONFIG_64BIT=y\n");
        Files.writeString(entry.resolve("modules/a.ko"), "module");
        Seal.put(entry);
        return entry;
    }

    private Path blob(String named, String content) throws IOException {
        var blobs = Files.createDirectories(store.blobs());
        return Files.writeString(blobs.resolve(Digest.of(named).hex()), content);
    }
}
