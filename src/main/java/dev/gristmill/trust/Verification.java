package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether an image in a registry is what the holder of a key says it is. Nothing is believed that the key did not sign. */
public final class Verification {
    private final RegistryClient client;
    private final VerificationKey key;
    private final Expectations expected;
    private final Store store;

    /** @param store for what is unpacked meanwhile */
    public Verification(RegistryClient client, VerificationKey key, Expectations expected, Store store) {
        this.client = client;
        this.key = key;
        this.expected = expected;
        this.store = store;
    }

    /** @param digest of what the reference stands for */
    public record Report(RemoteImage image, Digest digest, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean passed() {
            return findings.stream().noneMatch(Finding::failed);
        }
    }

    /** @throws StepException if there is no such image */
    public Report run(RemoteImage asked) throws InterruptedException {
        var root = Subject.root(client, asked);
        var findings = new ArrayList<Finding>();
        if (root.isIndex()) {
            var index = new Findings("index", root.descriptor().digest());
            var images = new TreeMap<String, ImageFacts>();
            var ofImages = new ArrayList<Finding>();
            for (var child : root.children()) {
                ofImages.addAll(image(asked, root, child, images));
            }
            index(asked, root, images, index);
            findings.addAll(index.all());
            findings.addAll(ofImages);
        } else {
            var images = new TreeMap<String, ImageFacts>();
            findings.addAll(image(asked, root, root.descriptor(), images));
            var tag = new Findings("image", root.descriptor().digest());
            tag(asked, images, tag);
            findings.addAll(tag.all());
        }
        return new Report(asked, root.descriptor().digest(), findings);
    }

    private void index(RemoteImage asked, Subject root, SortedMap<String, ImageFacts> images, Findings findings)
            throws InterruptedException {
        testimony(root, findings, check -> {
            check.ofIndex(StoredEvidence.images(root), findings);
            findings.check("labels", "true of every image", () -> Optional.of(IndexCheck.problems(root, images)));
        });
        tag(asked, images, findings);
    }

    private static void tag(RemoteImage asked, SortedMap<String, ImageFacts> images, Findings findings) {
        if (asked.tag().indexOf(':') >= 0 || images.isEmpty()) {
            return;
        }
        var facts = images.firstEntry().getValue();
        var problem = TagCheck.problem(
                asked.tag(), facts.release(), facts.says("profile").orElse(""));
        if (problem.isEmpty()) {
            findings.skipped("tag", "it names no release");
        } else if (problem.get().isEmpty()) {
            findings.passed("tag", "names what the image is");
        } else {
            findings.failed("tag", problem.get());
        }
    }

    private interface Part {
        void check(TestimonyCheck check) throws InterruptedException, MalformedJsonException;
    }

    /** What is signed of it, and what goes by that; where nothing can be read of it, that is told instead. */
    private void testimony(Subject subject, Findings findings, Part part) throws InterruptedException {
        try {
            var attachments = new Attachments(client, subject.repository(), store);
            var testimony = Testimony.of(attachments, subject.descriptor(), key);
            var check = new TestimonyCheck(testimony, subject.descriptor().digest(), expected);
            check.signature(findings);
            part.check(check);
        } catch (StepException e) {
            findings.failed("signature", Sealing.reason(e));
        } catch (MalformedJsonException e) {
            findings.failed("manifest", String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> image(RemoteImage asked, Subject root, Descriptor child, SortedMap<String, ImageFacts> images)
            throws InterruptedException {
        var unread = new Findings(child.digest().abbreviated(), child.digest());
        try {
            var subject = child.equals(root.descriptor()) ? root : root.child(client, child);
            var source = new RegistryImages(client, subject.repository());
            var config = Descriptor.from(subject.document().object("config"));
            var facts = ImageFacts.of(
                    subject.document(), new Attachments(client, subject.repository(), store).content(config));
            var part = facts.architecture()
                    .map(Architecture::ociName)
                    .orElse(child.digest().abbreviated());
            images.put(child.digest().toString(), facts);
            var findings = new Findings(part, child.digest());
            if (facts.isBuilder()) {
                testimony(subject, findings, check -> builder(source, facts, findings));
                return findings.all();
            }
            testimony(subject, findings, check -> {
                check.ofImage(facts.annotations(), findings);
                content(source, facts, findings, contents -> kernel(contents, check, findings));
            });
            new PairCheck(client, asked).run(subject.repository(), facts, findings);
            return findings.all();
        } catch (StepException e) {
            unread.failed("manifest", Sealing.reason(e));
        } catch (MalformedJsonException e) {
            unread.failed("manifest", String.valueOf(e.getMessage()));
        }
        return unread.all();
    }

    private interface ContentPart {
        void check(ContentCheck contents) throws InterruptedException;
    }

    private void content(RegistryImages source, ImageFacts facts, Findings findings, ContentPart part)
            throws InterruptedException {
        try {
            var content = LayerContent.read(source, facts.layer(), store);
            part.check(new ContentCheck(facts, content));
            Folders.delete(content.folder());
        } catch (StepException e) {
            findings.failed("layer", Sealing.reason(e));
        } catch (IOException e) {
            findings.failed("layer", String.valueOf(e.getMessage()));
        }
    }

    private static void kernel(ContentCheck contents, TestimonyCheck check, Findings findings)
            throws InterruptedException {
        findings.check("layer", "complete, and nothing besides", () -> Optional.of(contents.layer()));
        findings.check("labels", "true", () -> Optional.of(contents.labels()));
        findings.check("boot-file", "meets its contract", contents::bootFile);
        findings.check("configuration", "the one it was built with", () -> contents.configuration(check.provenance()));
        findings.check("modules", "of this kernel", contents::modules);
    }

    /** Whose record is the lock, from which anybody can make it again. */
    private void builder(RegistryImages source, ImageFacts facts, Findings findings) throws InterruptedException {
        findings.skipped("provenance", "a builder has none: the lock that pins its packages makes it again");
        content(source, facts, findings, contents -> {
            findings.check("layer", "complete", () -> Optional.of(contents.diffId()));
            findings.check("labels", "true", () -> Optional.of(contents.builderLabels()));
        });
    }
}
