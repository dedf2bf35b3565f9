package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Architecture;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.registry.Repository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Whether the modules beside a kernel are its own, and the other way round. */
final class PairCheck {
    private static final String BIN = "-bin";
    private static final String MODULES = "-modules";

    // What is said in a configuration does not matter here.
    private static final byte[] NO_CONFIG = {'{', '}'};

    private final RegistryClient client;
    private final RemoteImage asked;

    /** @param asked the image as it was asked for, whose tag its sister is looked for under first */
    PairCheck(RegistryClient client, RemoteImage asked) {
        this.client = client;
        this.asked = asked;
    }

    void run(Repository repository, ImageFacts facts, Findings findings) throws InterruptedException {
        var named = facts.says("modules-layer").isPresent() ? "modules-layer" : "bin-layer";
        var layer = facts.says(named);
        var sister = sister(repository, named);
        if (layer.isEmpty() || sister.isEmpty()) {
            return;
        }
        var sisters = sisters(sister.get(), facts);
        if (sisters.isEmpty()) {
            findings.skipped("pair", "the registry has no " + sister.get() + " of this release");
            return;
        }
        findings.check("pair", "with " + sister.get(), () -> {
            var problems = new ArrayList<String>();
            for (var other : sisters) {
                var found = problems(facts, named, other);
                if (found.isEmpty()) {
                    return Optional.of(List.of());
                }
                problems.addAll(found);
            }
            return Optional.of(problems.stream().distinct().toList());
        });
    }

    private static List<String> problems(ImageFacts facts, String named, ImageFacts other) {
        var back = named.equals("modules-layer") ? "bin-layer" : "modules-layer";
        var problems = new ArrayList<String>();
        require(problems, named, facts.says(named), other.layer());
        require(problems, "its " + back, other.says(back), facts.layer());
        if (!facts.says("build-key").equals(other.says("build-key"))) {
            problems.add("they are of different builds");
        }
        return problems;
    }

    private static void require(List<String> problems, String what, Optional<String> wanted, Descriptor found) {
        if (!wanted.equals(Optional.of(found.digest().toString()))) {
            problems.add(what + ": expected " + wanted.orElse("none") + ", found " + found.digest());
        }
    }

    /** What the registry has of the other image for that architecture, under each tag that it may have. */
    private List<ImageFacts> sisters(Repository repository, ImageFacts facts) throws InterruptedException {
        var found = new ArrayList<ImageFacts>();
        for (var tag : tags(facts)) {
            var image = new RemoteImage(repository, tag);
            if (new RegistryImages(client, repository).find(tag).isPresent()) {
                for (var subject : Subject.of(client, image)) {
                    facts(subject, facts.architecture()).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<ImageFacts> facts(Subject subject, Optional<Architecture> architecture) {
        try {
            return subject.isIndex()
                    ? Optional.empty()
                    : Optional.of(ImageFacts.of(subject.document(), NO_CONFIG))
                            .filter(other -> other.architecture().equals(architecture));
        } catch (MalformedJsonException e) {
            return Optional.empty(); // no image of ours
        }
    }

    private LinkedHashSet<String> tags(ImageFacts facts) {
        var tags = new LinkedHashSet<String>();
        if (asked.tag().indexOf(':') < 0) {
            tags.add(asked.tag());
        }
        if (!facts.release().isEmpty()) {
            tags.add(facts.release());
            facts.says("profile").ifPresent(profile -> tags.add(facts.release() + "-" + profile));
        }
        return tags;
    }

    private static Optional<Repository> sister(Repository repository, String named) {
        var own = named.equals("modules-layer") ? BIN : MODULES;
        var other = own.equals(BIN) ? MODULES : BIN;
        var path = repository.path();
        var arm = path.endsWith("-arm") ? "-arm" : "";
        var stem = path.substring(0, path.length() - arm.length());
        return stem.endsWith(own)
                ? Optional.of(new Repository(
                        repository.host(), stem.substring(0, stem.length() - own.length()) + other + arm))
                : Optional.empty();
    }
}
