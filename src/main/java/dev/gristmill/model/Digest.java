package dev.gristmill.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest; a malformed one cannot exist. Printed as {@code sha256:<hex>}. */
public record Digest(String hex) {
    /** Hex digits of one. */
    public static final int LENGTH = 64;

    private static final String PREFIX = "sha256:";

    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("Expected 64 lower-case hex digits but found '" + hex + "'");
        }
    }

    /** Reads {@code sha256:<hex>}. */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("Expected 'sha256:<hex>' but found '" + text + "'");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] content) {
        return finish(algorithm(), content);
    }

    /** The digest of the text in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file's content, read as a stream. */
    public static Digest of(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), algorithm())) {
            in.transferTo(OutputStream.nullOutputStream());
            return from(((DigestInputStream) in).getMessageDigest());
        }
    }

    /** What the running computation has come to; the computation starts anew. */
    public static Digest from(MessageDigest running) {
        return new Digest(HexFormat.of().formatHex(running.digest()));
    }

    /** A fresh SHA-256 computation. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The first twelve digits, enough for people. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return text.length() == LENGTH;
    }

    private static Digest finish(MessageDigest running, byte[] content) {
        running.update(content);
        return from(running);
    }

    // Written out, as is equals(): what the compiler makes for a record is put together at run time, which takes longer
    // than
    // most commands have.
    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
