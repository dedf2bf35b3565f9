package dev.gristmill.registry;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose word about a server's name is taken: the JDK's authorities, and those of a file. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** @throws InvalidInputException if the file has no certificates */
    static SSLContext including(Path file) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (var certificate : all(file)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory(store).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java platform has TLS and keystores", e);
        }
    }

    private static List<X509Certificate> all(Path file) throws GeneralSecurityException {
        var all = new ArrayList<>(read(file));
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager usual) {
                all.addAll(List.of(usual.getAcceptedIssuers()));
            }
        }
        return all;
    }

    private static List<X509Certificate> read(Path file) {
        var problem = Problem.of("this is no file of certificates")
                .where("--ca-file " + file)
                .expected("certificates in PEM, -----BEGIN CERTIFICATE-----");
        try (var in = Files.newInputStream(file)) {
            var found = new ArrayList<X509Certificate>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            if (found.isEmpty()) {
                throw new InvalidInputException(problem.found("none"));
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw new InvalidInputException(problem.found(e));
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
