package dev.gristmill.source.apt;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.util.Base64;
import java.util.stream.Collectors;

/** ASCII armor of OpenPGP keyrings; gpgv reads binary ones only. */
public final class Armor {
    private Armor() {}

    /** @param where it is from, for messages */
    public static byte[] decoded(String armored, String where) {
        var base64 = armored.lines()
                .map(String::strip)
                .dropWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("=") && !line.startsWith("-"))
                .collect(Collectors.joining());
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    Problem.of("a keyring cannot be read")
                            .where(where)
                            .expected("a binary or ASCII-armored OpenPGP keyring")
                            .found(e),
                    e);
        }
    }
}
