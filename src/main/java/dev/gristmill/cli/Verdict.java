package dev.gristmill.cli;

import dev.gristmill.boot.CheckResult;
import dev.gristmill.boot.CheckResult.Outcome;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.ProofDocument;
import dev.gristmill.model.StepException;
import dev.gristmill.ui.Palette;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Tells what came of booting kernels. */
final class Verdict {
    private Verdict() {}

    /** One line for each kernel and VMM. */
    static void show(List<Proof> proofs) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("", "KERNEL", "ARCH", "VMM", "MACHINE", "TO INIT", "FREE", "CHECKS");
        proofs.forEach(proof -> table.row(
                proof.passed() ? "✓" : "✗",
                proof.candidate().name(),
                proof.candidate().architecture().id(),
                proof.machine().vmm().id(),
                proof.machine().description(),
                toInit(proof),
                proof.memoryAvailableKib().isPresent()
                        ? (proof.memoryAvailableKib().getAsLong() >> 10) + " MiB"
                        : "-",
                checks(proof)));
        var lines = table.lines();
        System.out.println(palette.strong(lines.getFirst()));
        for (int i = 0; i < proofs.size(); i++) {
            System.out.println(marked(lines.get(i + 1), proofs.get(i), palette));
        }
    }

    static void write(JsonGenerator json, List<Proof> proofs) {
        json.writeArrayPropertyStart("proofs");
        proofs.forEach(proof -> ProofDocument.write(json, proof));
        json.writeEndArray();
    }

    /** @throws StepException with the reason of each that did not pass */
    static void requirePassed(List<Proof> proofs) {
        var failures =
                proofs.stream().flatMap(proof -> proof.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw new StepException(failures, null);
        }
    }

    /** What was measured, if it was: of that only instructions compare from run to run. */
    private static String toInit(Proof proof) {
        if (proof.instructionsToInit().isPresent()) {
            var median =
                    proof.medianToInit().map(time -> time.toMillis() + " ms, ").orElse("");
            return median + proof.instructionsToInit().getAsLong() / 1_000_000 + " M instructions";
        }
        return proof.uptimeMicros().isPresent() ? proof.uptimeMicros().getAsLong() / 1000 + " ms" : "-";
    }

    private static String checks(Proof proof) {
        var failed = proof.results().stream()
                .filter(CheckResult::failed)
                .map(result -> result.check().id())
                .collect(Collectors.joining(", "));
        var skipped = proof.count(Outcome.SKIPPED);
        return proof.count(Outcome.PASSED) + " passed"
                + (skipped == 0 ? "" : ", " + skipped + " skipped")
                + (failed.isEmpty() ? "" : "; failed: " + failed);
    }

    private static String marked(String line, Proof proof, Palette palette) {
        var mark = line.substring(0, 1);
        return (proof.passed() ? palette.good(mark) : palette.bad(mark)) + line.substring(1);
    }
}
