package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.fleet.GithubMatrix;
import dev.gristmill.fleet.GitlabPipeline;
import dev.gristmill.fleet.KubernetesJob;
import dev.gristmill.fleet.Matrix;
import dev.gristmill.fleet.Shard;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints the jobs that build the catalogue, so that no workflow has a list of versions. */
final class MatrixCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("github", "gitlab", "json", "kubernetes");

    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final OptionSpec format = OptionSpec.builder("--format")
            .paramLabel("FORMAT")
            .type(String.class)
            .completionCandidates(FORMATS)
            .description("For which engine: github, gitlab, json or kubernetes (default: json).")
            .build();
    private final OptionSpec shards = Options.text(
            "--shards", "N", "N jobs that share the work, for 'publish --assemble' (default: a job for each kernel).");
    private final OptionSpec image = Options.text(
            "--image", "IMAGE", "What the jobs run in (gitlab, and kubernetes, which needs one with gristmill in it).");
    private final OptionSpec registry =
            Options.text("--registry", "R", "Have the shards meet in this registry (default: the catalogue's).");

    MatrixCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("matrix", "Prints the jobs that build the catalogue, for a CI engine to run.", this);
        selection.addTo(spec);
        return spec.addOption(format).addOption(shards).addOption(image).addOption(registry);
    }

    @Override
    public Integer call() {
        var kernels = selection.selection().of(CatalogueReader.read(global.catalogue()));
        var words = new ArrayList<>(selection.words());
        text(registry).ifPresent(place -> words.addAll(List.of("--registry", place)));
        int count = text(shards).map(text -> Shard.count(text, "--shards")).orElse(0);
        System.out.print(printed(new Matrix(kernels, count, words)));
        return 0;
    }

    private String printed(Matrix matrix) {
        var wanted = text(format).orElse("json");
        return switch (wanted) {
            case "github" -> GithubMatrix.text(matrix);
            case "gitlab" -> GitlabPipeline.text(matrix, text(image));
            case "json" -> matrix.json();
            case "kubernetes" -> kubernetes(matrix);
            default -> throw unknown(wanted);
        };
    }

    /** Its pods are shards in any case. */
    private String kubernetes(Matrix matrix) {
        var named = text(image)
                .orElseThrow(() -> new InvalidInputException(Problem.of("a Kubernetes Job needs an image to run")
                        .remedy("--image ghcr.io/acme/gristmill:1, with gristmill, a JDK and what 'gristmill doctor'"
                                + " asks for")));
        return KubernetesJob.text(
                matrix.shards() > 0
                        ? matrix
                        : new Matrix(matrix.kernels(), matrix.kernels().size(), matrix.arguments()),
                named);
    }

    private static InvalidInputException unknown(String format) {
        var problem = Problem.of("unknown format '" + format + "'")
                .where("--format " + format)
                .expected("one of " + String.join(", ", FORMATS));
        return new InvalidInputException(Nearest.to(format, FORMATS)
                .map(near -> problem.remedy("did you mean '" + near + "'?"))
                .orElse(problem));
    }

    private static Optional<String> text(OptionSpec option) {
        @Nullable String value = option.getValue();
        return Optional.ofNullable(value);
    }
}
