package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class FirecrackerConfigTest {
    /** Of {@code definitions} in Firecracker's API description: the type of each field that an object may have. */
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "",
                    Map.of(
                            "boot-source", "object",
                            "machine-config", "object",
                            "drives", "array",
                            "balloon", "object",
                            "entropy", "object",
                            "vsock", "object",
                            "network-interfaces", "array",
                            "logger", "object"),
            "boot-source", Map.of("kernel_image_path", "string", "initrd_path", "string", "boot_args", "string"),
            "machine-config",
                    Map.of(
                            "vcpu_count", "integer",
                            "mem_size_mib", "integer",
                            "smt", "boolean",
                            "track_dirty_pages", "boolean",
                            "huge_pages", "string"),
            "drives",
                    Map.of(
                            "drive_id", "string",
                            "is_root_device", "boolean",
                            "is_read_only", "boolean",
                            "path_on_host", "string",
                            "partuuid", "string",
                            "cache_type", "string",
                            "io_engine", "string"),
            "balloon",
                    Map.of(
                            "amount_mib", "integer",
                            "deflate_on_oom", "boolean",
                            "stats_polling_interval_s", "integer"),
            "entropy", Map.of("rate_limiter", "object"),
            "vsock", Map.of("guest_cid", "integer", "uds_path", "string", "vsock_id", "string"));

    /** Those that it must have; a drive that is a file must say the last two. */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "", Set.of("boot-source", "machine-config"),
            "boot-source", Set.of("kernel_image_path"),
            "machine-config", Set.of("vcpu_count", "mem_size_mib"),
            "drives", Set.of("drive_id", "is_root_device", "is_read_only", "path_on_host"),
            "balloon", Set.of("amount_mib", "deflate_on_oom"),
            "entropy", Set.of(),
            "vsock", Set.of("guest_cid", "uds_path"));

    private static final Disk SCRATCH = new Disk("scratch", Path.of("/w/scratch.img"), false);
    private static final Disk EXT4 = new Disk("ext4", Path.of("/w/a \"b\".img"), true);

    @Test
    void saysWhatTheInterfaceAsksForAndNothingItDoesNotKnow() {
        for (var architecture : Architecture.values()) {
            var objects = objects(config(architecture));
            assertThat(objects).extracting(ObjectSeen::name).contains("", "boot-source", "drives", "vsock");
            for (var object : objects) {
                assertThat(object.fields().keySet())
                        .as(object.name())
                        .containsAll(REQUIRED.getOrDefault(object.name(), Set.of("unknown object")));
                assertThat(FIELDS.get(object.name()).entrySet())
                        .as(object.name())
                        .containsAll(object.fields().entrySet());
            }
        }
    }

    @Test
    void bootsTheKernelThatItWasGivenWithTheVmmsOwnConsole() {
        assertThat(config(Architecture.ARM64))
                .contains("\"kernel_image_path\":\"/w/vmlinux\"")
                .contains("\"initrd_path\":\"/w/initramfs\"")
                .contains("\"boot_args\":\"console=ttyS0 reboot=k panic=0 pci=off\"")
                .contains("\"mem_size_mib\":128");
    }

    @Test
    void attachesDisksInTheOrderThatTheGuestIsTold() {
        assertThat(config(Architecture.X86_64))
                .contains("\"drives\":[{\"drive_id\":\"scratch\",\"path_on_host\":\"/w/scratch.img\","
                        + "\"is_root_device\":false,\"is_read_only\":false},{\"drive_id\":\"ext4\","
                        + "\"path_on_host\":\"/w/a \\\"b\\\".img\",\"is_root_device\":false,\"is_read_only\":true}]");
    }

    @Test
    void hasNoNetworkInterfaceWithoutATapDevice() {
        assertThat(config(Architecture.X86_64)).doesNotContain("network-interfaces");
        assertThat(StandIns.firecracker(Path.of("/fc"), Architecture.X86_64).hasNetwork())
                .isFalse();
    }

    private static String config(Architecture architecture) {
        return FirecrackerConfig.of(StandIns.firecracker(Path.of("/fc"), architecture), StandIns.parts(SCRATCH, EXT4));
    }

    /**
     * An object of a document.
     *
     * @param name of the field that it, or the array that it is in, belongs to; empty for the whole
     * @param fields and the types of their values
     */
    private record ObjectSeen(String name, Map<String, String> fields) {}

    private static List<ObjectSeen> objects(String document) {
        var found = new ArrayList<ObjectSeen>();
        var open = new ArrayDeque<ObjectSeen>();
        var field = "";
        var array = "";
        try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case PROPERTY_NAME -> field = json.currentName();
                    case END_OBJECT -> found.add(open.pop());
                    case START_OBJECT -> {
                        if (!open.isEmpty() && array.isEmpty()) {
                            open.peek().fields().put(field, "object");
                        }
                        open.push(new ObjectSeen(array.isEmpty() ? field : array, new TreeMap<>()));
                    }
                    case END_ARRAY -> array = "";
                    case START_ARRAY -> {
                        open.peek().fields().put(field, "array");
                        array = field;
                    }
                    default -> open.peek().fields().put(field, type(token));
                }
            }
        }
        return found;
    }

    private static String type(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT -> "integer";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            default -> token.name();
        };
    }
}
