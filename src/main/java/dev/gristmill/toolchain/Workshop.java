package dev.gristmill.toolchain;

import dev.gristmill.process.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** Where the programs of a toolchain run, and under which names they see our folders. */
public sealed interface Workshop permits OpenWorkshop, Sandbox {

    /**
     * A program to run there.
     *
     * @param argv folders in it are named as {@link #inside} names them
     * @param directory where it runs, by our name
     * @param environment on top of a plain one
     */
    Command command(List<String> argv, Path directory, SortedMap<String, String> environment);

    /** What programs call a folder, or something in it. */
    String inside(Path path);

    /**
     * A folder that programs need.
     *
     * @param path by our name
     * @param name by theirs, where they are shut in
     */
    record Folder(Path path, String name, boolean writable) {
        public static Folder toRead(Path path, String name) {
            return new Folder(path, name, false);
        }

        public static Folder toWrite(Path path, String name) {
            return new Folder(path, name, true);
        }
    }

    /**
     * Where that toolchain's programs run.
     *
     * @param folders all that they need, apart from themselves
     * @param prefix what to put before a command where programs are not shut in
     */
    static Workshop of(Toolchain toolchain, List<Folder> folders, List<String> prefix) {
        return toolchain.root().isPresent() ? new Sandbox(toolchain.root().get(), folders) : new OpenWorkshop(prefix);
    }
}
