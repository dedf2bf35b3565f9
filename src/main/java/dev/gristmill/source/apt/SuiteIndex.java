package dev.gristmill.source.apt;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernels that a suite of an archive lists, proven by the archive's signature.
 *
 * @param signers the fingerprints of the keys that signed it
 */
public record SuiteIndex(URI base, String suite, List<String> signers, List<ListedTarball> tarballs) {
    public SuiteIndex {
        signers = List.copyOf(signers);
        tarballs = List.copyOf(tarballs);
    }

    public URI address(ListedFile file) {
        return base.resolve(file.path());
    }

    /** Finished releases of a series; a candidate is never meant by its series. */
    public Stream<ListedTarball> of(Series series) {
        return tarballs.stream()
                .filter(t -> t.release().series().equals(series))
                .filter(t -> t.release().candidate().isEmpty());
    }

    public Optional<ListedTarball> of(Release release) {
        return tarballs.stream().filter(t -> t.release().equals(release)).findFirst();
    }
}
