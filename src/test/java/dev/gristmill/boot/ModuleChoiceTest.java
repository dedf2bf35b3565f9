package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleChoiceTest {
    @Test
    void insertsWhatAModuleNeedsBeforeIt() {
        assertThat(ModuleChoice.from(List.of(
                        "kernel/fs/nfs/nfs.ko: kernel/fs/lockd/lockd.ko kernel/net/sunrpc/sunrpc.ko",
                        "kernel/fs/lockd/lockd.ko: kernel/net/sunrpc/sunrpc.ko",
                        "kernel/net/sunrpc/sunrpc.ko:")))
                .containsExactly("kernel/net/sunrpc/sunrpc.ko", "kernel/fs/lockd/lockd.ko", "kernel/fs/nfs/nfs.ko");
    }

    @Test
    void leavesDriversOfDevicesOut() {
        assertThat(ModuleChoice.from(List.of("kernel/drivers/net/x.ko: kernel/lib/y.ko", "kernel/lib/y.ko:")))
                .containsExactly("kernel/lib/y.ko");
    }

    @Test
    void takesEachModuleOnceAndTheDeepestChainsOnly() {
        var lines = new ArrayList<String>();
        lines.add("kernel/net/base.ko:");
        for (int i = 0; i < 20; i++) {
            lines.add("kernel/net/m%02d.ko: kernel/net/base.ko".formatted(i));
        }
        assertThat(ModuleChoice.from(lines))
                .containsExactly(
                        "kernel/net/base.ko",
                        "kernel/net/m00.ko",
                        "kernel/net/m01.ko",
                        "kernel/net/m02.ko",
                        "kernel/net/m03.ko");
    }

    @Test
    void findsNothingInAnEmptyIndex() {
        assertThat(ModuleChoice.from(List.of("", "nonsense"))).isEmpty();
    }
}
