package dev.gristmill.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.JsonObject;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.plan.PlannedKernel;
import dev.gristmill.plan.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MatrixTest {
    @TempDir
    Path folder;

    private List<PlannedKernel> kernels;

    @BeforeEach
    void readCatalogue() throws IOException {
        var file = Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels:
                  - {series: "5.10", profiles: [microvm, tiny]}
                  - {version: 6.1.187, profiles: [tiny]}
                """);
        kernels = new Selection(List.of(), List.of(), List.of(), List.of()).of(CatalogueReader.read(file));
    }

    @Test
    void hasAJobForEachKernel() {
        assertThat(new Matrix(kernels, 0, List.of("--kernel", "5.10")).jobs())
                .hasSize(6)
                .contains(new Matrix.Job(
                        "5.10-tiny arm64", List.of("--kernel", "5.10", "--profile", "tiny", "--arch", "arm64")))
                .contains(new Matrix.Job(
                        "6.1.187-tiny x86_64",
                        List.of("--kernel", "6.1.187", "--profile", "tiny", "--arch", "x86_64")));
    }

    @Test
    void hasAJobForEachShardWhereTheseAreCounted() {
        assertThat(new Matrix(kernels, 2, List.of("--profile", "tiny")).jobs())
                .containsExactly(
                        new Matrix.Job("shard 1/2", List.of("--shard", "1/2", "--profile", "tiny")),
                        new Matrix.Job("shard 2/2", List.of("--shard", "2/2", "--profile", "tiny")));
    }

    @Test
    void isOneLineForGithub() throws Exception {
        var text = GithubMatrix.text(new Matrix(kernels, 0, List.of()));
        assertThat(text).hasLineCount(1).endsWith("\n");
        var included = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8)).objects("include");
        assertThat(included).hasSize(6);
        assertThat(included.getFirst().string("name")).isEqualTo("5.10-microvm x86_64");
        assertThat(included.getFirst().string("arguments")).isEqualTo("--kernel 5.10 --profile microvm --arch x86_64");
    }

    @Test
    void isNotLargerThanGithubTakes() {
        assertThat(GithubMatrix.text(new Matrix(kernels, 256, List.of()))).contains("256/256");
        assertThatThrownBy(() -> GithubMatrix.text(new Matrix(kernels, 257, List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("257 jobs");
    }

    @Test
    void isAChildPipelineForGitlab() {
        var pipeline =
                yaml(GitlabPipeline.text(new Matrix(kernels, 3, List.of("--profile", "tiny")), Optional.of("a:1")));
        assertThat(pipeline.keySet())
                .containsExactlyInAnyOrder("stages", ".gristmill", "shard 1/3", "shard 2/3", "shard 3/3", "publish");
        assertThat(pipeline.get("stages")).isEqualTo(List.of("build", "publish"));
        assertThat(pipeline.get("shard 2/3"))
                .isEqualTo(Map.of(
                        "extends",
                        ".gristmill",
                        "stage",
                        "build",
                        "script",
                        List.of("./gristmill build --boot --shard 2/3 --profile tiny")));
        assertThat(pipeline.get("publish").toString())
                .contains("./gristmill publish --assemble=3 --profile tiny ${GRISTMILL_KEY:+--key \"$GRISTMILL_KEY\"}");
        assertThat(((Map<?, ?>) pipeline.get(".gristmill")).get("image")).isEqualTo("a:1");
    }

    @Test
    void publishesNothingOfSingleKernelsForGitlab() {
        var pipeline = yaml(GitlabPipeline.text(new Matrix(kernels, 0, List.of()), Optional.empty()));
        assertThat(pipeline.keySet()).contains("6.1.187-tiny arm64").doesNotContain("publish");
        assertThat(((Map<?, ?>) pipeline.get(".gristmill")).get("image")).isNull();
    }

    @Test
    void isAnIndexedJobForKubernetesWhoseImageIsTextWhateverItHolds() {
        var job = yaml(KubernetesJob.text(new Matrix(kernels, 6, List.of("--registry", "r.example/a")), "a\"b: {c}"));
        var spec = (Map<?, ?>) job.get("spec");
        assertThat(spec.get("completionMode")).isEqualTo("Indexed");
        assertThat(List.of(spec.get("completions"), spec.get("parallelism"))).containsOnly(6);
        assertThat(spec.containsKey("backoffLimitPerIndex")).isTrue();
        var pod = (Map<?, ?>) ((Map<?, ?>) spec.get("template")).get("spec");
        // A pod failure policy is for pods that are not started again in place.
        assertThat(pod.get("restartPolicy")).isEqualTo("Never");
        var container = (Map<?, ?>) ((List<?>) pod.get("containers")).getFirst();
        assertThat(container.get("image")).isEqualTo("a\"b: {c}");
        assertThat(container.get("args"))
                .isEqualTo(List.of("build", "--boot", "--shard", "auto/6", "--registry", "r.example/a"));
        assertThat(names(container.get("volumeMounts"))).isEqualTo(names(pod.get("volumes")));
        var rules = (List<?>) ((Map<?, ?>) spec.get("podFailurePolicy")).get("rules");
        assertThat(rules.toString())
                .contains("action=Ignore", "type=DisruptionTarget, status=True")
                .contains("action=FailJob", "containerName=" + container.get("name"), "values=[2]");
    }

    private static List<Object> names(Object things) {
        var list = (List<?>) things;
        return IntStream.range(0, list.size())
                .<Object>mapToObj(i -> ((Map<?, ?>) list.get(i)).get("name"))
                .toList();
    }

    private static Map<String, Object> yaml(String text) {
        var read = new TreeMap<String, Object>();
        var all = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        all.forEach((key, value) -> read.put((String) key, value));
        return read;
    }
}
