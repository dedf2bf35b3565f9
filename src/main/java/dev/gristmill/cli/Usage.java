package dev.gristmill.cli;

import dev.gristmill.image.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an image is used by each of its consumers, ready to paste.
 *
 * @param title what to paste it into
 */
record Usage(String title, String text) {

    /** @param reference as one would pull it: {@code ghcr.io/acme/firecracker-kernel-bin:5.10.262}, or with a digest */
    static List<Usage> of(Inspection inspection, String reference) {
        int digest = reference.indexOf('@');
        int separator = digest >= 0 ? digest : reference.lastIndexOf(':');
        return of(inspection, reference.substring(0, separator), reference.substring(separator));
    }

    private static List<Usage> of(Inspection inspection, String name, String tag) {
        var image = inspection.images().getFirst();
        var path = image.says("path");
        var mount = image.says("modules-mount");
        var usages = new ArrayList<Usage>();
        if (path.isPresent()) {
            var kernel = name + tag;
            // A digest names one image alone; the modules that belong to it go by their tag.
            var modules = mount.filter(m -> tag.startsWith(":")).map(m -> modulesName(name) + tag);
            usages.add(new Usage("Flintlock, in a MicroVMSpec", flintlock(kernel, path.get(), modules, mount)));
            usages.add(new Usage("CAPMVM, in a MicrovmMachineTemplate", capmvm(kernel, path.get(), modules, mount)));
            var vmms = image.says("vmm").orElse("");
            if (vmms.contains("firecracker")) {
                usages.add(new Usage(
                        "Firecracker, --config-file; the image unpacked into ./kernel", """
                        {
                          "boot-source": {
                            "kernel_image_path": "kernel/%s",
                            "boot_args": "console=ttyS0 reboot=k panic=1 pci=off root=/dev/vda rw"
                          }
                        }""".formatted(path.get())));
            }
            if (vmms.contains("cloud-hypervisor")) {
                usages.add(new Usage("Cloud Hypervisor; the image unpacked into ./kernel", """
                        cloud-hypervisor --kernel kernel/%s \\
                          --cmdline "console=hvc0 root=/dev/vda rw panic=1" --disk path=root.img""".formatted(path.get())));
            }
        } else if (mount.isPresent() && !name.contains("-debug")) {
            usages.add(new Usage(
                    "Flintlock, in a MicroVMSpec", "additional_volumes:\n" + flintlockVolume(name + tag, mount.get())));
        }
        return usages;
    }

    private static String flintlock(String kernel, String path, Optional<String> modules, Optional<String> mount) {
        var spec = """
                kernel:
                  image: %s
                  filename: %s
                  add_network_config: true""".formatted(kernel, path);
        return modules.map(image -> spec + "\nadditional_volumes:\n" + flintlockVolume(image, mount.orElseThrow()))
                .orElse(spec);
    }

    private static String flintlockVolume(String image, String mount) {
        return """
                - id: modules
                  is_read_only: true
                  mount_point: %s
                  source:
                    container_source: %s""".formatted(mount, image);
    }

    private static String capmvm(String kernel, String path, Optional<String> modules, Optional<String> mount) {
        var spec = """
                spec:
                  template:
                    spec:
                      kernel:
                        image: %s
                        filename: %s""".formatted(kernel, path);
        return modules.map(image -> spec + """

                      volumes:
                      - id: modules
                        image: %s
                        readOnly: true
                        mountPoint: %s\
                """.formatted(image, mount.orElseThrow()))
                .orElse(spec);
    }

    /** Of the image beside: {@code firecracker-kernel-modules}, also for the legacy name. */
    private static String modulesName(String name) {
        var arm = name.endsWith("-arm") ? "-arm" : "";
        var stem = name.substring(0, name.length() - arm.length());
        var base = stem.endsWith("-bin") ? stem.substring(0, stem.length() - 4) : stem;
        return base.replaceFirst("(^|/)flintlock-kernel$", "$1firecracker-kernel") + "-modules" + arm;
    }
}
