package dev.gristmill.model;

import java.util.Arrays;
import java.util.Optional;

/** A virtual machine monitor that boots kernels without firmware. */
public enum Vmm {
    FIRECRACKER("firecracker", "firecracker-kernel"),
    CLOUD_HYPERVISOR("cloud-hypervisor", "cloudhypervisor-kernel");

    private final String id;
    private final String imageName;

    Vmm(String id, String imageName) {
        this.id = id;
        this.imageName = imageName;
    }

    /** Its name on the command line and in the catalogue. */
    public String id() {
        return id;
    }

    /** The name of its base image; {@code -bin} and {@code -modules} are added to it. */
    public String imageName() {
        return imageName;
    }

    public static Optional<Vmm> named(String id) {
        return Arrays.stream(values()).filter(v -> v.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
