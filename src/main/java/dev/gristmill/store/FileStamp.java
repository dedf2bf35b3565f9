package dev.gristmill.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Tells cheaply whether a file may have changed: its change time cannot be set by hand, unlike the time of writing. */
public final class FileStamp {
    private FileStamp() {}

    /** Size, both times in nanoseconds and the inode, in one line; the same as long as nobody touches the file. */
    public static String of(Path file) throws IOException {
        var attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
        return attributes.get("size") + " " + nanoseconds(attributes, "lastModifiedTime") + " "
                + nanoseconds(attributes, "ctime") + " " + attributes.get("ino");
    }

    private static long nanoseconds(Map<String, Object> attributes, String name) {
        return ((FileTime) Objects.requireNonNull(attributes.get(name))).to(TimeUnit.NANOSECONDS);
    }
}
