package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Scripts that stand in for the programs of VMMs, and what such a machine is made of. */
final class StandIns {
    private StandIns() {}

    /** A program of that name whose body is shell. */
    static Path program(Path folder, String name, String body) throws IOException {
        var program = folder.resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    static Firecracker firecracker(Path program, Architecture architecture) {
        return new Firecracker(new VmmBinary(Vmm.FIRECRACKER, program, "Firecracker v1.2.3"), architecture);
    }

    static CloudHypervisor cloudHypervisor(Path program, Architecture architecture) {
        return new CloudHypervisor(new VmmBinary(Vmm.CLOUD_HYPERVISOR, program, "cloud-hypervisor v4.5"), architecture);
    }

    static Launch.Parts parts(Disk... disks) {
        return new Launch.Parts(Path.of("/w/vmlinux"), Path.of("/w/initramfs"), "", List.of(disks));
    }
}
