package dev.gristmill.store;

import java.nio.file.Path;

/** A program that holds a lock until it is told to go on, then takes another, if one is named, and ends. */
final class LockUser {
    private LockUser() {}

    public static void main(String[] files) throws Exception {
        try (var _ = Lock.acquire(Path.of(files[0]))) {
            System.out.println("held");
            System.in.read();
            if (files.length > 1) {
                Lock.acquire(Path.of(files[1])).close();
            }
        }
    }
}
