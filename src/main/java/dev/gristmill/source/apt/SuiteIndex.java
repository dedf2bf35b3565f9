package dev.gristmill.source.apt;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kernels that a suite of an archive lists, proven by the archive's signature. */
public record SuiteIndex(URI base, String suite, List<ListedTarball> tarballs) {
    public SuiteIndex {
        tarballs = List.copyOf(tarballs);
    }

    public URI address(ListedTarball tarball) {
        return base.resolve(tarball.path());
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
