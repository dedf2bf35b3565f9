package dev.gristmill.fleet;

import dev.gristmill.image.JsonObject;
import dev.gristmill.plan.PlannedKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that a CI engine runs to build a selection: one for each kernel, or one for each shard.
 *
 * @param shards how many, or 0 for one job for each kernel
 * @param arguments of every command over and above what the job is about: what narrows the selection, where images go
 */
public record Matrix(List<PlannedKernel> kernels, int shards, List<String> arguments) {
    public Matrix {
        kernels = List.copyOf(kernels);
        arguments = List.copyOf(arguments);
    }

    /**
     * One job.
     *
     * @param name for people; each has another
     * @param about what it builds, as options of {@code build}
     */
    public record Job(String name, List<String> about) {
        public Job {
            about = List.copyOf(about);
        }
    }

    /** In the order of the kernels, or of the shards. */
    public List<Job> jobs() {
        var jobs = new ArrayList<Job>();
        for (int number = 1; number <= shards; number++) {
            var shard = new Shard(number, shards).toString();
            jobs.add(new Job("shard " + shard, with("--shard", shard)));
        }
        return shards > 0 ? jobs : kernels.stream().map(Matrix::job).toList();
    }

    private static Job job(PlannedKernel kernel) {
        var version = kernel.version().toString();
        var profile = kernel.profile().name();
        var architecture = kernel.architecture().id();
        return new Job(
                version + "-" + profile + " " + architecture,
                List.of("--kernel", version, "--profile", profile, "--arch", architecture));
    }

    /** These words, and those that every command gets. */
    List<String> with(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(arguments);
        return all;
    }

    /** {@code {"jobs":[{"name":...,"arguments":...}],"shards":5}}. */
    public String json() {
        return new JsonObject().put("jobs", entries()).put("shards", shards) + "\n";
    }

    List<JsonObject> entries() {
        return jobs().stream()
                .map(job -> new JsonObject().put("name", job.name()).put("arguments", String.join(" ", job.about())))
                .toList();
    }
}
