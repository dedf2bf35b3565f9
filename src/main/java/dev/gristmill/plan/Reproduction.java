package dev.gristmill.plan;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.reproduction.Difference;
import java.util.List;

/**
 * What came of building an image again.
 *
 * @param kernel {@code 5.10.262-tiny}
 * @param published the digest of the image's manifest
 * @param rebuilt the digest that came out
 * @param inputs what this machine built from that the image was not built from
 * @param differences none if the digests are the same
 */
public record Reproduction(
        String kernel,
        Architecture architecture,
        Digest published,
        Digest rebuilt,
        List<Difference> inputs,
        List<Difference> differences) {

    public Reproduction {
        inputs = List.copyOf(inputs);
        differences = List.copyOf(differences);
    }

    public boolean succeeded() {
        return published.equals(rebuilt);
    }
}
