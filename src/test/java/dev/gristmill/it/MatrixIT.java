package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code gristmill matrix} prints, and this repository's workflows, held to what others say of their form. */
class MatrixIT {
    private static final Path NOTHING = Path.of("/dev/null");

    @TempDir
    Path folder;

    @Test
    void aKubernetesJobIsWhatTheApiTakes() throws Exception {
        var job = Gristmill.run("matrix", "--format", "kubernetes", "--image", "registry.example/gristmill:1")
                .mustSucceed();
        var good = validated(job);
        assertThat(good.output()).isEmpty();
        good.mustSucceed();
        var bad = validated(job.replace("backoffLimitPerIndex: 3", "backoffLimitPerIndex: three"));
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.output()).contains("/spec/backoffLimitPerIndex");
    }

    private Tool.Run validated(String yaml) throws Exception {
        var content = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        var json = new JsonObject();
        content.forEach((key, value) -> json.put((String) key, value));
        var file = Files.write(folder.resolve("job.json"), json.bytes());
        return NodePackages.run("job.mjs", file, List.of());
    }

    @Test
    void thisRepositorysWorkflowsAreFreeOfMistakes() throws Exception {
        try (var files = Files.list(Gristmill.CHECKOUT.resolve(".github/workflows"))) {
            var workflows = files.map(Path::toString).sorted().collect(Collectors.toList());
            assertThat(workflows).hasSizeGreaterThanOrEqualTo(3);
            var run = NodePackages.run("workflows.mjs", NOTHING, workflows);
            assertThat(run.output() + run.errors()).isEmpty();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void theLinterFindsMistakes() throws Exception {
        var wrong = Files.writeString(folder.resolve("wrong.yml"), """
                on: push
                jobs:
                  build:
                    runs-on: ubuntu-latest
                    steps:
                      - run: ./gristmill build ${{ matrix.arguments }}
                """);
        var run = NodePackages.run("workflows.mjs", NOTHING, List.of(wrong.toString()));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("wrong.yml:6:", "\"arguments\" is not defined");
    }
}
