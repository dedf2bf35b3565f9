package dev.gristmill.cli;

import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.ImageCandidates;
import dev.gristmill.plan.ProofRun;
import dev.gristmill.plan.Selection;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Which kernels are to be booted: those that options select of the catalogue, or those in images that are named. */
final class BootTargets {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final ImageLookup images;

    BootTargets(GlobalOptions global) {
        this.global = global;
        this.images = new ImageLookup(global);
    }

    void addTo(CommandSpec spec) {
        selection.addTo(spec);
        images.addTo(spec);
    }

    /** What the options select. */
    List<ProofRun.Job> selected(Store store, Progress progress) throws InterruptedException {
        return jobs(selection.selection(), store, progress);
    }

    /** What is in these images, for the architectures and VMMs that the options name. */
    List<ProofRun.Job> in(List<String> references, Store store, Progress progress) throws InterruptedException {
        selection.requireNoKernels();
        return inImages(references, store, progress);
    }

    private List<ProofRun.Job> inImages(List<String> references, Store store, Progress progress)
            throws InterruptedException {
        var architectures = selection.architectures();
        ProofRun.requireEmulators(architectures);
        var profiles = catalogue().map(Catalogue::profiles).orElseGet(CatalogueReader::builtInProfiles);
        var candidates = new ImageCandidates(store, progress, profiles);
        var wanted = selection.vmms();
        var jobs = new ArrayList<ProofRun.Job>();
        for (var text : references) {
            var tag = Reference.parse(text).map(Reference::tag).orElse("");
            for (var found : images.with(text, (from, root) -> candidates.of(from, tag, root))) {
                var vmms = found.vmms().stream().filter(wanted::contains).toList();
                if (architectures.contains(found.candidate().architecture()) && !vmms.isEmpty()) {
                    jobs.add(new ProofRun.Job(found.candidate(), vmms));
                }
            }
        }
        if (jobs.isEmpty()) {
            throw new InvalidInputException(Problem.of("none of these images is for what was selected")
                    .where(String.join(" ", references))
                    .remedy("'gristmill inspect' shows what an image is for"));
        }
        return jobs;
    }

    /** An image, or what the options select with that profile, series or release. */
    List<ProofRun.Job> named(String text, Store store, Progress progress) throws InterruptedException {
        if (Reference.parse(text).isPresent()) {
            return inImages(List.of(text), store, progress);
        }
        boolean version = Character.isDigit(text.charAt(0));
        var usual = selection.selection();
        return jobs(version ? usual.ofKernel(text) : usual.ofProfile(text), store, progress);
    }

    private List<ProofRun.Job> jobs(Selection wanted, Store store, Progress progress) throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = wanted.of(catalogue);
        BootRun.requireEmulators(planned);
        return new BootRun(store, progress, catalogue.images(), Prover.Options.USUAL)
                .jobs(planned, selection.vmms(), OciLayout.at(images.layout(), store));
    }

    private Optional<Catalogue> catalogue() {
        return Files.exists(global.catalogue())
                ? Optional.of(CatalogueReader.read(global.catalogue()))
                : Optional.empty();
    }
}
