package dev.gristmill.registry;

import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.util.Optional;

/**
 * An image in a registry, as one names it.
 *
 * @param tag a tag, or a digest
 */
public record RemoteImage(Repository repository, String tag) {
    private static final int LONGEST_TAG = 128;

    public RemoteImage {
        if (!isDigest(tag) && !isTag(tag)) {
            throw new InvalidInputException(Problem.of("this is neither a tag nor a digest")
                    .where(repository + ":" + tag)
                    .expected("letters, digits, '_', '.' and '-', or sha256:<64 hex digits>")
                    .found(tag));
        }
    }

    /**
     * Reads {@code [HOST/]NAME:TAG} and {@code [HOST/]NAME@sha256:...}.
     *
     * @param usual where images without a host are
     * @throws InvalidInputException if it is something else, or has no host and there is no usual place
     */
    public static RemoteImage parse(String text, Optional<RegistryAddress> usual) {
        var reference = Reference.parse(text)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no reference to an image")
                        .where(text)
                        .expected("NAME:TAG or NAME@sha256:..., such as ghcr.io/acme/firecracker-kernel-bin:5.10")));
        if (namesHost(text)) {
            int slash = text.indexOf('/');
            var path = reference.name().substring(slash + 1);
            return new RemoteImage(new Repository(text.substring(0, slash), path), reference.tag());
        }
        var address = usual.orElseThrow(() -> new InvalidInputException(Problem.of(
                        "no registry is known for this image")
                .where(text)
                .expected("a reference that begins with a host, such as ghcr.io/acme/" + text)
                .remedy("name the registry with --registry, $REGISTRY, or the key 'registry' of the catalogue")));
        return new RemoteImage(address.repository(reference.name()), reference.tag());
    }

    /** Whether a reference says which registry it means. */
    public static boolean namesHost(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && RegistryAddress.isHost(text.substring(0, slash));
    }

    /** The name it has in a layout: that of its repository's last part. */
    public Reference reference() {
        return new Reference(repository.name(), tag);
    }

    static boolean isDigest(String tag) {
        try {
            Digest.parse(tag);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTag(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_TAG
                && text.charAt(0) != '.'
                && text.charAt(0) != '-'
                && text.chars().allMatch(RemoteImage::isTagCharacter);
    }

    private static boolean isTagCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }

    @Override
    public String toString() {
        return repository + (isDigest(tag) ? "@" : ":") + tag;
    }
}
