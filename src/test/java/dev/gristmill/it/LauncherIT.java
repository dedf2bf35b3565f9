package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    private static final Path LAUNCHER = Path.of("gristmill").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void findsAJdkWhateverTheCallerHasSet() throws Exception {
        var run = launch(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", "/nonexistent", "HOME", folder.toString()));
        assertThat(run.status()).isZero();
        assertThat(run.output()).startsWith("gristmill ");
    }

    @Test
    void ignoresAJdkThatIsTooOld() throws Exception {
        var old = fakeJdk("jdk-17", "17.0.15");
        var run = launch(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", old.toString(), "HOME", folder.toString()));
        assertThat(run.status()).isZero();
    }

    @Test
    void worksThroughASymbolicLinkFromAnotherFolder() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("mill"), LAUNCHER);
        var run = Tool.run(folder, Map.of("PATH", "/usr/bin:/bin"), link.toString(), "--version");
        assertThat(run.output()).startsWith("gristmill ");
    }

    private Tool.Run launch(Map<String, String> environment) throws IOException, InterruptedException {
        return Tool.run(folder, environment, LAUNCHER.toString(), "--version");
    }

    private Path fakeJdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (var program : new String[] {"java", "javac"}) {
            var file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\nexit 9\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
