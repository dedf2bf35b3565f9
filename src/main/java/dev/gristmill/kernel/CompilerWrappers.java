package dev.gristmill.kernel;

import dev.gristmill.model.CompileHost;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What make calls in the place of the compiler.
 *
 * @param cache is asked first
 * @param hosts compile what it does not have; perhaps none
 */
record CompilerWrappers(Toolchain toolchain, Optional<CompilerCache> cache, List<CompileHost> hosts) {
    CompilerWrappers {
        hosts = List.copyOf(hosts);
    }

    /** For make; nothing where it is the compiler itself. */
    Optional<String> compiler() {
        var first = cache.map(one -> CompilerCache.program())
                .or(() -> hosts.isEmpty() ? Optional.empty() : Optional.of(CompileHosts.program()));
        return first.map(program -> "CC=" + program + " " + toolchain.prefix() + "gcc");
    }

    /**
     * For make's environment. None of them decides a byte.
     *
     * @param statistics where ccache notes what came of each file
     * @param state a folder for distcc
     */
    Map<String, String> variables(Workshop workshop, Path statistics, Path state) {
        var variables = new TreeMap<String, String>();
        cache.ifPresent(one -> variables.putAll(one.variables(workshop, statistics)));
        if (!hosts.isEmpty()) {
            variables.putAll(CompileHosts.variables(hosts, state));
            cache.ifPresent(one -> variables.put("CCACHE_PREFIX", CompileHosts.program()));
        }
        return variables;
    }
}
