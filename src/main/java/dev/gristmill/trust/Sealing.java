package dev.gristmill.trust;

import dev.gristmill.model.GristmillException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.Parallel;
import dev.gristmill.registry.Pushed;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.signature.Signer;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A step of a push, before tags move: signs every index and every image in it, and attests how they came to be, in both
 * forms. What is there already is kept. One attachment that a registry refuses does not keep it from the others.
 */
public final class Sealing {
    private final RegistryClient client;
    private final Signer signer;
    private final Evidence evidence;
    private final Store store;
    private final Progress progress;

    /** @param evidence what is attested of the images */
    public Sealing(RegistryClient client, Signer signer, Evidence evidence, Store store, Progress progress) {
        this.client = client;
        this.signer = signer;
        this.evidence = evidence;
        this.store = store;
        this.progress = progress;
    }

    /**
     * @param strict whether everything has to be there afterwards, and not the signatures alone
     * @throws StepException if an image could be signed in no form at all; or if anything is missing, when strict. The
     *     images stay in the registry, under their digests
     */
    public SealReport run(List<Pushed> pushed, boolean strict) throws InterruptedException {
        var subjects = subjects(pushed);
        var sealed = new ConcurrentHashMap<String, SealReport.Sealed>();
        try (var task = progress.begin(subjects.size() + " images", "sign", Progress.Unit.STEPS)) {
            task.expect(subjects.size());
            Parallel.each(subjects.values(), subject -> {
                sealed.put(subject.toString(), seal(subject));
                task.reached(sealed.size());
            });
            var report = new SealReport(subjects.keySet().stream()
                    .map(name -> Objects.requireNonNull(sealed.get(name)))
                    .toList());
            judge(report, strict);
            task.done(report.count(SealReport.State.ATTACHED) + " attachments made, "
                    + report.count(SealReport.State.KEPT) + " there already");
            return report;
        }
    }

    /** By name, each once though it has several tags. */
    private Map<String, Subject> subjects(List<Pushed> pushed) throws InterruptedException {
        Map<String, Subject> found = new LinkedHashMap<>();
        for (var one : pushed) {
            // A tag that was left where it is stands for what somebody else pushed.
            if (one.state() != Pushed.State.KEPT) {
                var image =
                        new RemoteImage(one.image().repository(), one.digest().toString());
                if (!found.containsKey(image.toString())) {
                    Subject.of(client, image).forEach(subject -> found.put(subject.toString(), subject));
                }
            }
        }
        return found;
    }

    private SealReport.Sealed seal(Subject subject) throws InterruptedException {
        var attachments = new Attachments(client, subject.repository(), store);
        var seal = new Seal(attachments, subject, signer);
        var results = new ArrayList<SealReport.Result>();
        results.add(attempt("signature", "tag", seal::signByTag));
        results.add(attempt("signature", "bundle", seal::signByBundle));
        attest(subject, seal, results);
        return new SealReport.Sealed(
                subject.repository().toString(), subject.descriptor().digest(), results);
    }

    private void attest(Subject subject, Seal seal, List<SealReport.Result> results) throws InterruptedException {
        var gathered = evidence.of(subject);
        for (var claim : gathered.claims()) {
            var type = claim.predicateType();
            var statement = subject.statement(claim);
            results.add(attempt(Predicates.name(type), "tag", () -> seal.attestByTag(type, statement)));
            results.add(attempt(Predicates.name(type), "bundle", () -> seal.attestByBundle(type, statement)));
        }
        new TreeMap<>(gathered.missing())
                .forEach((name, reason) ->
                        results.add(new SealReport.Result(name, "", SealReport.State.MISSING, reason)));
    }

    private interface Attempt {
        /** @return whether there was anything to do */
        boolean run() throws InterruptedException;
    }

    private static SealReport.Result attempt(String name, String form, Attempt attempt) throws InterruptedException {
        try {
            var state = attempt.run() ? SealReport.State.ATTACHED : SealReport.State.KEPT;
            return new SealReport.Result(name, form, state, "");
        } catch (StepException e) {
            return new SealReport.Result(name, form, SealReport.State.FAILED, reason(e));
        }
    }

    static String reason(GristmillException failure) {
        var problem = failure.problems().getFirst();
        return problem.what()
                + problem.facts().stream()
                        .filter(fact -> fact.label().equals("found"))
                        .map(fact -> ": " + fact.value())
                        .findFirst()
                        .orElse("");
    }

    private void judge(SealReport report, boolean strict) {
        var problems = new ArrayList<Problem>();
        for (var sealed : report.images()) {
            var lacking =
                    sealed.results().stream().filter(SealReport.Result::lacks).toList();
            if (lacking.isEmpty()) {
                continue;
            }
            var problem = Problem.of("not everything that was to hang on an image does")
                    .where(sealed)
                    .with(
                            "missing",
                            String.join(
                                    "\n", lacking.stream().map(Object::toString).toList()));
            if (strict || !sealed.isSigned()) {
                problems.add(problem.remedy(
                        "no tag was moved; mend the cause and run the same again: what the registry has is kept"));
            } else {
                progress.warn(problem.toString());
            }
        }
        if (!problems.isEmpty()) {
            throw new StepException(problems, null);
        }
    }
}
