package dev.gristmill.process;

import java.nio.file.Path;

/** A program that runs a child until somebody ends it. */
final class ChildOwner {
    private ChildOwner() {}

    public static void main(String[] script) throws Exception {
        Children.run(Command.of(Path.of("/"), "sh", "-c", script[0]), line -> {});
    }
}
