package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store and a layout on file systems that are too small, each of another size, so that each ends at another step. */
class FullDiskIT {
    /** In a mount namespace of its own: with $1 KiB, then with enough. Prints both exit statuses. */
    private static final String SCRIPT = """
            set -u
            mount -t tmpfs -o size=$1k none "$2"
            "$3" --catalogue "$4" --store "$2/store" build --output "$2/images"
            echo "first: $?"
            mount -o remount,size=100m "$2"
            "$3" --catalogue "$4" --store "$2/store" build --output "$2/images"
            echo "second: $?"
            cat "$2/images/index.json"
            """;

    @TempDir
    Path folder;

    @Test
    void isToldAndNothingIsLost() throws Exception {
        var catalogue = MakeBelieveKernel.catalogue(folder);
        var disk = Files.createDirectory(folder.resolve("disk"));
        var whole = run("100000", disk, catalogue);
        assertThat(whole.output()).as(whole.errors()).contains("first: 0", "second: 0");
        var images = index(whole.output());
        int full = 0;
        for (var size : new String[] {"40", "400", "3000", "5000", "8200", "12000", "16500", "20000"}) {
            var run = run(size, disk, catalogue);
            assertThat(run.output()).as(size + " KiB: " + run.errors()).contains("second: 0");
            assertThat(index(run.output())).isEqualTo(images);
            if (!run.output().contains("first: 0")) {
                full++;
                assertThat(run.output()).contains("first: 1");
                assertThat(run.errors())
                        .as(size + " KiB")
                        .contains("the disk is full", "where:    the store, " + disk.resolve("store"), "free of")
                        .doesNotContain("should not have happened");
            }
        }
        assertThat(full).isGreaterThan(4);
    }

    private static String index(String output) {
        return output.substring(output.indexOf("{\"schemaVersion\""));
    }

    private Tool.Run run(String size, Path disk, Path catalogue) throws Exception {
        return Tool.run(
                folder,
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                size,
                disk.toString(),
                Gristmill.CHECKOUT.resolve("gristmill").toString(),
                catalogue.toString());
    }
}
