package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.source.apt.AptArchives;
import dev.gristmill.source.apt.AptConfiguration;
import dev.gristmill.source.apt.Archive;
import dev.gristmill.source.apt.Signatures;
import dev.gristmill.source.http.LoopbackServer;
import dev.gristmill.source.http.Proxies;
import dev.gristmill.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A Debian archive on this machine whose signatures a stub believes, and what looks at it. */
final class TestMirror implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant RELEASED = Instant.parse("2025-12-24T12:00:00Z");

    final LoopbackServer server = new LoopbackServer();
    final List<String> said = new ArrayList<>();
    final Path folder;
    Signatures signatures = (document, keys, where) ->
            new Signatures.Signed(new String(document, StandardCharsets.UTF_8), List.of("A1B2"));
    boolean checkValidUntil = true;

    TestMirror(Path folder) {
        this.folder = folder;
    }

    /** A kernel's tarball, as small as can be; more members may be given. */
    static byte[] kernel(String version, TarArchiveEntry... more) {
        var numbers = List.of(version.split("\\.", -1));
        var makefile =
                "# SPDX-License-Identifier: GPL-2.0\nVERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = %s\nEXTRAVERSION =\n"
                        .formatted(numbers.get(0), numbers.get(1), numbers.get(2));
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry("linux-" + version + "/Makefile");
            entry.setSize(makefile.length());
            entry.setModTime(RELEASED.toEpochMilli());
            tar.putArchiveEntry(entry);
            tar.write(makefile.getBytes(StandardCharsets.US_ASCII));
            tar.closeArchiveEntry();
            for (var member : more) {
                tar.putArchiveEntry(member);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TarArchiveEntry file(String name) {
        return new TarArchiveEntry(name, true);
    }

    static TarArchiveEntry link(String name, String target) {
        var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        link.setLinkName(target);
        return link;
    }

    /** Serves the tarball and returns the paragraph that lists it. */
    String served(String version, byte[] tarball) {
        server.file("/debian-security/pool/linux_" + version + ".orig.tar.xz", tarball);
        return listed(version, tarball);
    }

    /** The paragraph alone. */
    static String listed(String version, byte[] tarball) {
        return "Package: linux\nVersion: %s-1\nChecksums-Sha256:\n %s %d linux_%s.orig.tar.xz\nDirectory: pool\n\n"
                .formatted(version, Digest.of(tarball).hex(), tarball.length, version);
    }

    /** Serves a suite with that index. */
    void suite(String name, String sources) {
        suite(name, sources, "");
    }

    void suite(String name, String sources, String moreFields) {
        var index = xz(sources);
        server.file("/debian-security/dists/" + name + "/main/source/Sources.xz", index);
        inRelease(name, index, moreFields);
    }

    void inRelease(String name, byte[] index, String moreFields) {
        var text = "Suite: oldstable\nCodename: %s\n%sSHA256:\n %s %d main/source/Sources.xz\n"
                .formatted(name, moreFields, Digest.of(index).hex(), index.length);
        server.file("/debian-security/dists/" + name + "/InRelease", text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] xz(String text) {
        return xz(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Serves what Debian adds to a tarball, a single file, and returns the paragraph that lists both. */
    String packaged(String version, byte[] tarball, String name, String content) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(name);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.US_ASCII));
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var packaging = xz(bytes.toByteArray());
        var file = "linux_" + version + "-1.debian.tar.xz";
        server.file("/debian-security/pool/" + file, packaging);
        var line = "\n %s %d %s\n".formatted(Digest.of(packaging).hex(), packaging.length, file);
        return served(version, tarball).replace("Sha256:\n", "Sha256:" + line);
    }

    private byte[] xz(byte[] content) {
        try {
            var file = Files.createTempFile(folder, "sources", "");
            Files.write(file, content);
            var process = new ProcessBuilder("xz", "-0", "-c", file.toString()).start();
            var compressed = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("xz failed");
            }
            return compressed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    AptSource source(Store store) {
        var archive = new Archive(server.uri("/debian-security/"), List.of());
        var configuration = new AptConfiguration(List.of(archive), List.of(), checkValidUntil, Proxies.none());
        return source(store, configuration);
    }

    AptSource source(Store store, AptConfiguration configuration) {
        var http = LoopbackServer.http();
        return new AptSource(
                () -> new AptArchives(configuration, http, signatures, store, progress(), InstantSource.fixed(NOW)),
                http,
                new OfferMemory(store, "apt", InstantSource.fixed(NOW)),
                new DebianPackaging(http, store, progress()),
                progress());
    }

    Progress progress() {
        return new Progress() {
            @Override
            public Task begin(String subject, String step, Unit unit) {
                return Progress.none().begin(subject, step, unit);
            }

            @Override
            public void note(String line) {
                said.add(line);
            }

            @Override
            public void warn(String line) {
                said.add(line);
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
