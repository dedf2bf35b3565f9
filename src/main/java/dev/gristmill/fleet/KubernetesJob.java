package dev.gristmill.fleet;

/**
 * An Indexed Job: each of its pods is a shard, and may be killed at any time, since it owes no more than the kernel that it
 * was at. A node that is taken away does not count as a failure; a catalogue that is wrong ends the job at once. Catalogue
 * and credentials are named, and not in the text.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">jobs</a>
 */
public final class KubernetesJob {
    private static final int USAGE = 2; // exit status of input that is wrong, which no other try mends

    private KubernetesJob() {}

    /** @param image with {@code gristmill}, a JDK and what {@code gristmill doctor} asks for */
    public static String text(Matrix matrix, String image) {
        int shards = matrix.shards();
        var words = matrix.with("build", "--boot", "--shard", "auto/" + shards);
        return TEMPLATE.formatted(shards, shards, USAGE, Yaml.quoted(image), Yaml.list(words), shards);
    }

    private static final String TEMPLATE = """
            # Written by 'gristmill matrix --format kubernetes'. Before it:
            #   kubectl create configmap gristmill-catalogue --from-file=gristmill.yaml --from-file=gristmill.lock
            #   kubectl create secret docker-registry gristmill-registry --docker-server=... --docker-username=...
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: gristmill
              labels:
                app.kubernetes.io/name: gristmill
            spec:
              completionMode: Indexed
              completions: %d
              parallelism: %d
              backoffLimitPerIndex: 3
              podFailurePolicy:
                rules:
                  # A node that is taken away, as spot machines are, is nobody's failure.
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
                  # What is wrong with the catalogue stays wrong.
                  - action: FailJob
                    onExitCodes:
                      containerName: gristmill
                      operator: In
                      values: [%d]
              ttlSecondsAfterFinished: 86400
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: gristmill
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  containers:
                    - name: gristmill
                      image: %s
                      workingDir: /catalogue
                      command: ["gristmill"]
                      args: %s
                      env:
                        - name: GRISTMILL_STORE
                          value: /work
                        - name: DOCKER_CONFIG
                          value: /registry
                      resources:
                        requests:
                          cpu: "4"
                          memory: 6Gi
                          ephemeral-storage: 30Gi
                        limits:
                          cpu: "4"
                          memory: 6Gi
                          ephemeral-storage: 40Gi
                      volumeMounts:
                        - name: catalogue
                          mountPath: /catalogue
                          readOnly: true
                        - name: registry
                          mountPath: /registry
                          readOnly: true
                        - name: work
                          mountPath: /work
                  volumes:
                    - name: catalogue
                      configMap:
                        name: gristmill-catalogue
                    - name: registry
                      secret:
                        secretName: gristmill-registry
                        items:
                          - key: .dockerconfigjson
                            path: config.json
                    - name: work
                      emptyDir: {}
            # When it is complete: gristmill publish --assemble=%d
            """;
}
