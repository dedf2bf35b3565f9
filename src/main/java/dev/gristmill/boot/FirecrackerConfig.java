package dev.gristmill.boot;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What Firecracker reads with {@code --config-file}: its {@code FullVmConfiguration}.
 *
 * @see <a href="https://github.com/firecracker-microvm/firecracker/blob/main/src/firecracker/swagger/firecracker.yaml">
 *     the description of its interface</a>
 */
final class FirecrackerConfig {
    /** The first that is free: 0 to 2 have a meaning. */
    static final int GUEST_CID = 3;

    private FirecrackerConfig() {}

    static String of(Firecracker machine, Launch.Parts parts) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            writeBootSource(json, machine, parts);
            writeMachine(json);
            json.writeArrayPropertyStart("drives");
            parts.disks().forEach(disk -> writeDrive(json, disk));
            json.writeEndArray();
            writeDevices(json);
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void writeBootSource(JsonGenerator json, Firecracker machine, Launch.Parts parts) {
        json.writeObjectPropertyStart("boot-source");
        json.writeStringProperty("kernel_image_path", parts.kernel().toString());
        json.writeStringProperty("initrd_path", parts.initramfs().toString());
        json.writeStringProperty("boot_args", parts.commandLine(machine));
        json.writeEndObject();
    }

    private static void writeMachine(JsonGenerator json) {
        json.writeObjectPropertyStart("machine-config");
        json.writeNumberProperty("vcpu_count", 1);
        json.writeNumberProperty("mem_size_mib", Machine.MEMORY_MIB);
        json.writeEndObject();
    }

    /** No drive is the root device, which would get first place and words on the command line. */
    private static void writeDrive(JsonGenerator json, Disk disk) {
        json.writeStartObject();
        json.writeStringProperty("drive_id", disk.serial());
        json.writeStringProperty("path_on_host", disk.file().toString());
        json.writeBooleanProperty("is_root_device", false);
        json.writeBooleanProperty("is_read_only", disk.readOnly());
        json.writeEndObject();
    }

    private static void writeDevices(JsonGenerator json) {
        json.writeObjectPropertyStart("balloon");
        json.writeNumberProperty("amount_mib", 0);
        json.writeBooleanProperty("deflate_on_oom", false);
        json.writeEndObject();
        json.writeObjectPropertyStart("entropy");
        json.writeEndObject();
        json.writeObjectPropertyStart("vsock");
        json.writeNumberProperty("guest_cid", GUEST_CID);
        json.writeStringProperty("uds_path", Launch.VSOCK);
        json.writeEndObject();
    }
}
