package dev.gristmill.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines that see one address and nothing else: network namespaces on a bridge of their own. Where the user may not make
 * any, every machine is this one.
 */
final class Networks implements AutoCloseable {
    private static final String PREFIX = "gmt" + ProcessHandle.current().pid() % 100_000;
    private static final String BRIDGE = PREFIX + "b";
    // Another one for each run: what a killed one left would take the packets.
    private static final String NETWORK = "10.231." + ProcessHandle.current().pid() % 250 + ".";
    private static final Path ANYWHERE = Path.of("/");

    private final boolean real;
    private final List<String> names = new ArrayList<>();

    private Networks(boolean real) {
        this.real = real;
    }

    static Networks create() throws Exception {
        var bridge = Tool.run(ANYWHERE, "ip", "link", "add", BRIDGE, "type", "bridge");
        var networks = new Networks(bridge.status() == 0);
        if (networks.real) {
            ip("addr", "add", networks.address() + "/24", "dev", BRIDGE);
            ip("link", "set", BRIDGE, "up");
        }
        return networks;
    }

    /** What all machines see. */
    String address() {
        return real ? NETWORK + "1" : "127.0.0.1";
    }

    /** Of the machine that was made last. */
    String addressOfLast() {
        return real ? NETWORK + (10 + names.size()) : address();
    }

    /** What is put before a command so that it runs on a new machine. */
    List<String> machine() throws Exception {
        if (!real) {
            return List.of();
        }
        var name = PREFIX + "n" + names.size();
        names.add(name);
        ip("netns", "add", name);
        ip("link", "add", name + "h", "type", "veth", "peer", "name", "up0", "netns", name);
        ip("link", "set", name + "h", "master", BRIDGE, "up");
        ip("-n", name, "addr", "add", NETWORK + (10 + names.size()) + "/24", "dev", "up0");
        ip("-n", name, "link", "set", "up0", "up");
        ip("-n", name, "link", "set", "lo", "up");
        return List.of("ip", "netns", "exec", name);
    }

    private static void ip(String... words) throws Exception {
        var argv = new ArrayList<>(List.of("ip"));
        argv.addAll(List.of(words));
        Tool.run(ANYWHERE, argv.toArray(String[]::new)).mustSucceed();
    }

    @Override
    public void close() throws Exception {
        for (var name : names) {
            ip("netns", "del", name);
        }
        if (real) {
            ip("link", "del", BRIDGE);
        }
    }
}
