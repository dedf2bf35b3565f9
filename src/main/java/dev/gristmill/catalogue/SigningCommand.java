package dev.gristmill.catalogue;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that signs, for keys that are not in a file.
 *
 * @param program with its first arguments; it gets the path of the file to sign as its last one
 * @param publicKey what its signatures are checked with
 */
public record SigningCommand(List<String> program, Path publicKey) {
    public SigningCommand {
        program = List.copyOf(program);
    }
}
