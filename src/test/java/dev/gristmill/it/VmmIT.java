package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Booting on the VMMs themselves: what is said where that cannot be done. */
class VmmIT {
    @TempDir
    Path folder;

    @Test
    void saysWhyTheVmmCannotRunWhereKvmDoesNot() throws Exception {
        var layout = folder.resolve("images").toString();
        var architecture = Architecture.ofThisMachine().orElseThrow().id();
        Gristmill.run("build", "--profile", "tiny", "--arch", architecture, "--output", layout)
                .mustSucceed();
        var run = Gristmill.run(
                "boot",
                "--vmm-binary",
                standIn().toString(),
                "--profile",
                "tiny",
                "--arch",
                architecture,
                "--vmm",
                "firecracker",
                "--layout",
                layout);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors().lines().filter(line -> line.startsWith("error: ")))
                .hasSize(1);
        // Where KVM works the stand-in is run, and fails as it is made to.
        assertThat(run.errors().contains("error: Firecracker cannot boot kernels here: KVM does not work"))
                .as(run.errors())
                .isNotEqualTo(run.errors().contains("Firecracker ended with status 3"));
    }

    @Test
    void saysWhereAMissingProgramIsToBeHad() throws Exception {
        var run = Gristmill.run("boot", "--vmm-binary", "firecracker-that-nobody-has", "--profile", "tiny");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .contains("error: the program of firecracker is not there")
                .contains("https://github.com/firecracker-microvm/firecracker/releases");
    }

    @Test
    void refusesAVmmWhereNothingIsBooted() throws Exception {
        var run = Gristmill.run("build", "--vmm-binary", "firecracker", "--profile", "tiny");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("--vmm-binary without --boot");
    }

    private Path standIn() throws Exception {
        var program = folder.resolve("firecracker");
        Files.writeString(program, "#!/bin/sh\ntest \"$1\" = --version && exec echo 'Firecracker v0.0.0'\nexit 3\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }
}
