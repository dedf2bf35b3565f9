package dev.gristmill.fleet;

import java.util.Optional;

/**
 * A child pipeline: a job for each part of the matrix and, for shards, one that publishes. Registry and passphrase come
 * from CI/CD variables, which every job sees; the key, where there is one, from a variable of type file.
 *
 * @see <a href="https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#dynamic-child-pipelines">child pipelines</a>
 */
public final class GitlabPipeline {
    private GitlabPipeline() {}

    /** @param image that jobs run in; the runner's own where none is named */
    public static String text(Matrix matrix, Optional<String> image) {
        var text = new StringBuilder("# Written by 'gristmill matrix --format gitlab'.\n");
        text.append(matrix.shards() > 0 ? "stages: [build, publish]\n" : "stages: [build]\n");
        text.append("\n.gristmill:\n");
        image.ifPresent(
                name -> text.append("  image: ").append(Yaml.quoted(name)).append('\n'));
        text.append("""
                  interruptible: true
                  retry:
                    max: 2
                    when: [runner_system_failure, stuck_or_timeout_failure, scheduler_failure]
                """);
        for (var job : matrix.jobs()) {
            append(text, job.name(), "build", "./gristmill build --boot " + String.join(" ", job.about()));
        }
        if (matrix.shards() > 0) {
            var words = String.join(" ", matrix.with("--assemble=" + matrix.shards()));
            append(
                    text,
                    "publish",
                    "publish",
                    "./gristmill publish " + words + " ${GRISTMILL_KEY:+--key \"$GRISTMILL_KEY\"}");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String stage, String command) {
        text.append('\n').append(Yaml.quoted(name)).append(":\n");
        text.append("  extends: .gristmill\n  stage: ").append(stage).append('\n');
        text.append("  script:\n    - ").append(Yaml.quoted(command)).append('\n');
    }
}
