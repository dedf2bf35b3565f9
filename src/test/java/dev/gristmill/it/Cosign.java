package dev.gristmill.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Debian trixie's cosign, off the network but for the registry that is named to it. */
final class Cosign {
    private static final String NO_ROOT =
            "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}";

    private final Path program;
    private final Path folder;

    private Cosign(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** @param folder its home, and where it runs */
    static Cosign in(Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("no-root.json"), NO_ROOT);
        return new Cosign(TrixiePackage.program("cosign"), folder);
    }

    Tool.Run run(String... arguments) throws IOException, InterruptedException {
        var environment = new TreeMap<>(System.getenv());
        environment.put("HOME", folder.toString());
        environment.put("COSIGN_PASSWORD", "hunter2");
        var argv = new ArrayList<String>();
        argv.add(program.toString());
        argv.addAll(List.of(arguments));
        return Tool.run(folder, environment, argv.toArray(String[]::new));
    }

    /** A key pair {@code <name>.key} and {@code <name>.pub}. */
    void generateKey(String name) throws IOException, InterruptedException {
        run("generate-key-pair", "--output-key-prefix", name).mustSucceed();
    }

    Tool.Run verify(String key, String reference) throws IOException, InterruptedException {
        return run("verify", "--key", key, "--insecure-ignore-tlog=true", "--allow-http-registry", reference);
    }

    Tool.Run sign(String key, String reference) throws IOException, InterruptedException {
        return run(
                "sign", "--key", key, "--tlog-upload=false", "--allow-http-registry", "--recursive", "-y", reference);
    }

    /** In the form of a tag, or of a bundle. */
    Tool.Run attest(String key, boolean bundle, String type, Path predicate, String reference)
            throws IOException, InterruptedException {
        return run(
                "attest",
                "--key",
                key,
                "--tlog-upload=false",
                "--allow-http-registry",
                "-y",
                "--new-bundle-format=" + bundle,
                "--type",
                type,
                "--predicate",
                predicate.toString(),
                reference);
    }

    /** In the form of a tag, or of a bundle. */
    Tool.Run verifyAttestation(String key, boolean bundle, String type, String reference)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "verify-attestation",
                "--key",
                key,
                "--insecure-ignore-tlog=true",
                "--allow-http-registry",
                "--type",
                type,
                reference));
        if (bundle) {
            arguments.addAll(1, List.of("--new-bundle-format", "--trusted-root", "no-root.json"));
        }
        return run(arguments.toArray(String[]::new));
    }
}
