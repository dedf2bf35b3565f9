package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.Descriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobUploadTest {
    private static final byte[] CONTENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("application/vnd.oci.empty.v1+json", CONTENT);

    @TempDir
    private Path folder;

    @Test
    void severalThreadsSendABlobToARepositoryOnce() throws Exception {
        var file = Files.write(folder.resolve("blob"), CONTENT);
        List<BlobUpload.Outcome> outcomes = new CopyOnWriteArrayList<>();
        try (var registry = new FaultyRegistry();
                var client = Clients.of(registry.host())) {
            var threads = IntStream.range(0, 16).boxed().toList();
            Parallel.mapAll(threads, number -> {
                var repository = registry.address().repository("kernel-" + number % 2);
                var upload = new BlobUpload(client, repository, BLOB, file, n -> {});
                return outcomes.add(upload.run(Optional.empty()));
            });
            assertThat(registry.requests.stream().filter(r -> r.startsWith("POST ")))
                    .hasSize(2);
        }
        assertThat(outcomes)
                .hasSize(16)
                .filteredOn(outcome -> outcome == BlobUpload.Outcome.UPLOADED)
                .hasSize(2);
    }
}
