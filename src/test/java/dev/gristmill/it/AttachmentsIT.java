package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.Parallel;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hangs on images, in Debian's registry, which writes a blob's link anew whenever somebody sends the blob again. */
class AttachmentsIT {
    private static final String TYPE = "application/vnd.gristmill.test";
    private static final int REPOSITORIES = 16;
    private static final int IMAGES = 8;

    @TempDir
    private Path folder;

    @Test
    void thoseOfSeveralImagesShareTheirEmptyConfig() throws Exception {
        attach(1);
    }

    @Test
    void twoMachinesAttachAtOnce() throws Exception {
        attach(2);
    }

    private void attach(int machines) throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
                var store = new Store(folder.resolve("store"));
                var first = client(registry);
                var second = client(registry)) {
            var clients = List.of(first, second).subList(0, machines);
            var address = RegistryAddress.parse(registry.host() + "/acme", "a test");
            for (int i = 0; i < REPOSITORIES; i++) {
                var repository = address.repository("kernel-" + i);
                Parallel.mapAll(clients, client -> attach(new Attachments(client, repository, store)));
                var attachments = new Attachments(first, repository, store);
                for (var subject : subjects()) {
                    assertThat(attachments.referrers(subject.digest(), TYPE)).hasSize(1);
                }
            }
        }
    }

    private static int attach(Attachments attachments) throws InterruptedException {
        Parallel.each(subjects(), subject -> {
            var blob = attachments.upload(TYPE, bytes("of " + subject.digest()));
            attachments.refer(subject, blob, new TreeMap<>());
        });
        return IMAGES;
    }

    private static RegistryClient client(DebianRegistry registry) {
        var access = new Access(Optional.empty(), Set.of(), Map.of());
        return new RegistryClient(registry.host(), access, RegistryClient.Use.PUSH);
    }

    private static List<Descriptor> subjects() {
        return IntStream.range(0, IMAGES)
                .mapToObj(number -> Descriptor.of(MediaTypes.MANIFEST, bytes("image " + number)))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
