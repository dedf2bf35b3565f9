package dev.gristmill.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a compile needs to know of its configuration.
 *
 * @param builtIn options that are {@code =y}
 * @param modular options that are {@code =m}
 * @param modules whether the kernel can load modules
 * @param btf whether it carries BTF type information
 * @param debugInfo whether kernel and modules are compiled with debug information
 */
record ConfigFacts(int builtIn, int modular, boolean modules, boolean btf, boolean debugInfo) {

    static ConfigFacts read(Path config) throws IOException {
        int builtIn = 0;
        int modular = 0;
        boolean modules = false;
        boolean btf = false;
        boolean debugInfo = false;
        try (var reader = Files.newBufferedReader(config)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.endsWith("=y")) {
                    builtIn++;
                    modules |= line.equals("CONFIG_MODULES=y");
                    btf |= line.equals("CONFIG_DEBUG_INFO_BTF=y");
                    debugInfo |= line.equals("CONFIG_DEBUG_INFO=y");
                } else if (line.endsWith("=m")) {
                    modular++;
                }
            }
        }
        return new ConfigFacts(builtIn, modular, modules, btf, debugInfo);
    }
}
