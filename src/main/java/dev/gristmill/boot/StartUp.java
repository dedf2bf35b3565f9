package dev.gristmill.boot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What it costs to come to init, from boots that check nothing.
 *
 * @param wall times from QEMU's start to init's first line, which follow the load of the host
 * @param instructions that the guest ran until then, idle time counted in; nothing if init was not heard
 * @param initcalls what the kernel told of them; empty if it was not asked
 */
public record StartUp(List<Duration> wall, OptionalLong instructions, List<Initcall> initcalls) {
    public StartUp {
        wall = wall.stream().sorted().toList();
        initcalls = List.copyOf(initcalls);
    }

    /** Whether the kernel told of initcalls, and by their names. */
    public boolean namesInitcalls() {
        return initcalls.stream().anyMatch(Initcall::isNamed);
    }

    /** Of the wall times; of an even number the lower of the two in the middle. */
    public Optional<Duration> median() {
        return wall.isEmpty() ? Optional.empty() : Optional.of(wall.get((wall.size() - 1) / 2));
    }
}
