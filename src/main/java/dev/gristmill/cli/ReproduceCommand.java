package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Reproduction;
import dev.gristmill.plan.ReproductionRun;
import dev.gristmill.plan.Selection;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.ClaimedBuild;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.reproduction.Difference;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import dev.gristmill.trust.ClaimedBuilds;
import dev.gristmill.ui.Streams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Builds an image again and compares. */
final class ReproduceCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final ImageLookup images;
    private final JobsOption jobs = new JobsOption();
    private final OptionSpec architectures =
            Options.list("--arch", "ARCH", "Only for this architecture, x86_64 or arm64; may be repeated.");
    private final OptionSpec key = Options.path(
            "--key", "FILE", "The public key of whose provenance counts (default: anybody's, or the store's record).");
    private final OptionSpec source = Options.path(
            "--source", "PATH", "The source archive or folder, if it is not to be had from where it came from.");
    private final PositionalParamSpec reference = Options.operands("REF", "1", "The image: " + ImageLookup.FORM);

    ReproduceCommand(GlobalOptions global) {
        this.global = global;
        this.images = new ImageLookup(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("reproduce", "Builds an image again from its own provenance, and compares.", this);
        images.addTo(spec);
        jobs.addTo(spec);
        spec.addOption(architectures).addOption(key).addOption(source).addPositional(reference);
        spec.usageMessage()
                .footer(
                        "",
                        "Compiles anew, whatever the store has. Exit status 1 if another image comes out; then it says in",
                        "which files and where they part, and what diffoscope finds, if it is installed.",
                        "",
                        "Example: gristmill reproduce ghcr.io/acme/firecracker-kernel:5.10 --arch x86_64");
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var text = reference.<List<String>>getValue().getFirst();
        int parallel = jobs.value();
        List<Reproduction> done;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var claims = new ClaimedBuilds(
                    store, Optional.<Path>ofNullable(key.getValue()).map(VerificationKey::read));
            var run = run(store, progress);
            done = images.with(text, (from, root) -> reproduce(from, root, claims, run, store, parallel));
        }
        if (global.json()) {
            Json.print(json -> write(json, done));
        } else {
            done.forEach(ReproduceCommand::show);
        }
        return done.stream().allMatch(Reproduction::succeeded) ? 0 : 1;
    }

    private List<Reproduction> reproduce(
            ImageStore from, Descriptor root, ClaimedBuilds claims, ReproductionRun run, Store store, int parallel)
            throws InterruptedException {
        var wanted = Selection.architectures("--arch", architectures.getValue());
        var done = new ArrayList<Reproduction>();
        for (var image : SaidKernel.in(from, root)) {
            if (wanted.contains(image.architecture())) {
                done.add(run.of(from, image, claimed(from, image, claims, store), parallel));
            }
        }
        if (done.isEmpty()) {
            throw new InvalidInputException(Problem.of("the image is not for that architecture")
                    .where(root.digest())
                    .expected(wanted));
        }
        return done;
    }

    private static ClaimedBuild claimed(ImageStore from, SaidKernel image, ClaimedBuilds claims, Store store)
            throws InterruptedException {
        var attached = switch (from) {
            case RegistryImages there ->
                claims.attached(
                        new Attachments(there.client(), there.repository(), store),
                        image.manifest().digest());
            case LayoutImages _ -> Optional.<ClaimedBuild>empty();
        };
        return attached.or(() -> image.says("build-key").flatMap(key -> claims.inStore(Digest.parse(key))))
                .orElseThrow(() -> new StepException(Problem.of("nobody says what this image was built from")
                        .where(from.name() + "@" + image.manifest().digest())
                        .expected("provenance that hangs on it, or a record of the build in this store")
                        .remedy("ask for the image in the registry that it was published to, with provenance")));
    }

    private ReproductionRun run(Store store, Progress progress) {
        var own = Optional.<Path>ofNullable(source.getValue());
        if (!Files.exists(global.catalogue())) {
            return new ReproductionRun(store, progress, CatalogueReader.builtInProfiles(), List.of(), own);
        }
        var catalogue = CatalogueReader.read(global.catalogue());
        return new ReproductionRun(store, progress, catalogue.profiles(), catalogue.kernels(), own);
    }

    private static void show(Reproduction done) {
        var palette = Streams.outputPalette(System.getenv());
        var name = done.kernel() + " " + done.architecture() + "  ";
        if (done.succeeded()) {
            System.out.println(palette.good("✓") + "  " + name + done.published() + "  the same to the byte");
            return;
        }
        System.out.println(palette.bad("✗") + "  " + name + "another image came out");
        System.out.println("   published  " + done.published());
        System.out.println("   rebuilt    " + done.rebuilt());
        done.inputs().forEach(input -> show("built from another " + input.where(), input));
        done.differences().forEach(difference -> show(difference.where(), difference));
    }

    private static void show(String title, Difference difference) {
        System.out.println("   " + title);
        System.out.println("     published  " + difference.published());
        System.out.println("     rebuilt    " + difference.rebuilt());
        if (!difference.detail().isEmpty()) {
            System.out.println("     " + difference.detail());
        }
    }

    private static void write(JsonGenerator json, List<Reproduction> all) {
        json.writeArrayPropertyStart("images");
        for (var done : all) {
            json.writeStartObject();
            json.writeStringProperty("kernel", done.kernel());
            json.writeStringProperty("architecture", done.architecture().id());
            json.writeBooleanProperty("reproduced", done.succeeded());
            json.writeStringProperty("published", done.published().toString());
            json.writeStringProperty("rebuilt", done.rebuilt().toString());
            write(json, "inputs", done.inputs());
            write(json, "differences", done.differences());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, List<Difference> differences) {
        json.writeArrayPropertyStart(name);
        for (var difference : differences) {
            json.writeStartObject();
            json.writeStringProperty("where", difference.where());
            json.writeStringProperty("published", difference.published());
            json.writeStringProperty("rebuilt", difference.rebuilt());
            json.writeStringProperty("detail", difference.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
