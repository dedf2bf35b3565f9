package dev.gristmill.boot;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest's init is to do.
 *
 * @param token names this boot, so that nothing older is taken for its answer; 16 hex digits
 * @param checks those that run inside, with their arguments
 * @param disks by the names that checks call them, in the order in which the guest sees them; empty if it finds each by its
 *     serial number
 * @param powerOff how the second start ends: by a power-off, or by a reset
 */
record Orders(String token, SortedMap<Check, String> checks, List<String> disks, boolean powerOff) {

    Orders {
        checks = new TreeMap<>(checks);
        disks = List.copyOf(disks);
        if (!token.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("Expected 16 hex digits but found '" + token + "'");
        }
        for (var check : checks.entrySet()) {
            if (!check.getKey().isInside() || check.getValue().chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("Not an order: " + check);
            }
        }
    }

    /** As init reads it. */
    String text() {
        var text = new StringBuilder("token " + token + "\n");
        for (int i = 0; i < disks.size(); i++) {
            text.append("disk ")
                    .append(disks.get(i))
                    .append(" vd")
                    .append((char) ('a' + i))
                    .append('\n');
        }
        for (Map.Entry<Check, String> check : checks.entrySet()) {
            text.append("check ")
                    .append((check.getKey().id() + " " + check.getValue()).strip())
                    .append('\n');
        }
        return text.append(powerOff ? "end power-off\n" : "end reset\n").toString();
    }
}
