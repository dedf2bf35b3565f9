package dev.gristmill.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.toolchain.SandboxCheck.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCheckTest {
    private static final String SAID = "bwrap: setting up uid map: Permission denied";

    @TempDir
    Path root;

    @Test
    void knowsTheWayOutOfAppArmor() throws IOException {
        write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
        assertThat(explained()).contains(SAID, "AppArmor", "/etc/apparmor.d/bwrap", "builder: host");
    }

    @Test
    void knowsTheWayOutOfAContainer() throws IOException {
        write("run/.containerenv", "");
        write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
        assertThat(explained()).contains(SAID, "container", "--security-opt", "nesting", "builder: host");
    }

    @Test
    void knowsAContainerThatLeftNoMark() {
        var said = "bwrap: Can't mount proc on /proc: Operation not permitted";
        assertThat(SandboxCheck.explain(said, Machine.read(root)).toString()).contains(said, "container", "nesting");
    }

    @Test
    void knowsTheSwitches() throws IOException {
        write("proc/sys/user/max_user_namespaces", "0\n");
        assertThat(explained()).contains(SAID, "switched off", "sysctl", "builder: host");
    }

    @Test
    void saysWhatBubblewrapSaidWhereNothingElseIsKnown() throws IOException {
        write("proc/sys/user/max_user_namespaces", "1000\n");
        write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0\n");
        assertThat(explained()).contains(SAID, "run as root", "builder: host").doesNotContain("cause");
    }

    private String explained() {
        return SandboxCheck.explain(SAID, Machine.read(root)).toString();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
