package dev.gristmill.plan;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Pin;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kernel.BuildKey;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names what is asked for in a way that all machines agree on. Asks no source and starts no process. */
public final class Units {
    private static final String FORM = "gristmill unit 1";

    private final Requests requests;
    private final ImageChoices choices;
    private final Set<Vmm> lenient;

    /** @param lenient VMMs whose contracts a configuration may break */
    public Units(Store store, Progress progress, ImageChoices choices, Set<Vmm> lenient) {
        this.requests = new Requests(store, progress);
        this.choices = choices;
        this.lenient = Set.copyOf(lenient);
    }

    /**
     * In the order of the kernels.
     *
     * @throws InvalidInputException if one of them may be another on another machine, or two would have one tag
     */
    public List<Unit> of(List<PlannedKernel> planned) {
        requirePinned(planned);
        var units = planned.stream().map(this::unit).toList();
        var clashes = Tags.clashes(units);
        if (!clashes.isEmpty()) {
            throw new InvalidInputException(clashes);
        }
        return units;
    }

    private static void requirePinned(List<PlannedKernel> planned) {
        var problems = new ArrayList<Problem>();
        for (var kernel : planned) {
            if (kernel.version() instanceof KernelVersion.NewestOf newest) {
                problems.add(Problem.of("each machine would take what it finds to be the newest " + newest)
                        .expected("the series pinned by the lock, the same on all machines")
                        .remedy("gristmill update " + newest + ", and commit gristmill.lock"));
            }
            if (kernel.builder() instanceof BuilderChoice.Local local
                    && local.pins().isEmpty()) {
                problems.add(Problem.of("each machine would compile with the newest packages that it finds")
                        .where("builder: " + local)
                        .expected("a builder pinned by the lock, the same on all machines")
                        .remedy("gristmill fetch, and commit gristmill.lock"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems.stream().distinct().toList());
        }
    }

    private Unit unit(PlannedKernel kernel) {
        var pin = pin(kernel.version());
        var release = release(kernel.version());
        return new Unit(kernel, release, pin.map(Pin::digest), key(kernel, release, pin));
    }

    private static Optional<Pin> pin(KernelVersion version) {
        return version instanceof KernelVersion.Pinned pinned ? Optional.of(pinned.pin()) : Optional.empty();
    }

    private static Release release(KernelVersion version) {
        return switch (version) {
            case KernelVersion.Pinned pinned -> pinned.pin().release();
            case KernelVersion.Exactly exactly -> exactly.release();
            case KernelVersion.NewestOf newest -> throw new IllegalStateException("Not pinned: " + newest);
        };
    }

    private Digest key(PlannedKernel kernel, Release release, Optional<Pin> pin) {
        var profile = kernel.profile();
        var request = requests.requested(kernel, release);
        var lines = new ArrayList<String>();
        lines.add(FORM);
        lines.add("recipe " + BuildKey.recipe());
        lines.add("release " + release);
        lines.add("source "
                + pin.map(one -> one.digest().hex()).orElse(kernel.source().toString()));
        for (var patch : profile.patchesFor(release)) {
            lines.add("patch " + digest(patch).hex());
        }
        lines.add("profile " + profile.name() + " " + profile.full());
        lines.add("vmms " + profile.vmms().stream().map(Vmm::id).sorted().toList());
        lines.add("architecture " + kernel.architecture());
        lines.add("configuration " + request.base() + " " + request.digest().hex());
        if (request instanceof RequestedConfiguration requested) {
            requested.waived().forEach(waived -> lines.add("waived " + waived.option()));
        }
        lines.addAll(builder(kernel.builder()));
        lines.add("images " + choices.compression() + " " + choices.armNames() + " " + choices.debug());
        lines.add("lenient " + lenient.stream().map(Vmm::id).sorted().toList());
        return Digest.of(String.join("\n", lines));
    }

    /** Of a builder that is made where it is needed, those for all hosts: machines of several kinds agree on the key. */
    private static List<String> builder(BuilderChoice builder) {
        var lines = new ArrayList<>(List.of("builder " + builder));
        if (builder instanceof BuilderChoice.Local local) {
            for (var host : Architecture.values()) {
                local.pin(host)
                        .ifPresent(pin -> lines.add(
                                "builder of " + host + " " + pin.layer().hex()));
            }
        }
        return lines;
    }

    private static Digest digest(Path patch) {
        try {
            return Digest.of(patch);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a patch cannot be read").where(patch).found(e), e);
        }
    }
}
