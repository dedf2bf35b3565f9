package dev.gristmill.store;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that begins and ends many runs on one store. */
final class StoreUser {
    private StoreUser() {}

    public static void main(String[] root) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var store = new Store(Path.of(root[0]))) {
                Files.writeString(store.temporary("file"), "unfinished");
            }
        }
    }
}
