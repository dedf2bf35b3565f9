package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.FaultyRegistry.Fault;
import dev.gristmill.source.http.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(150);

    @TempDir
    private Path folder;

    private final FaultyRegistry registry = new FaultyRegistry();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private RandomImages images;

    @BeforeEach
    void makeLayout() {
        images = new RandomImages(folder, 1);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void pushesEveryNameWithEverythingBelowIt() throws Exception {
        var references = images.add(50_000, "5.10.262", "kernel-bin:5.10.262", "kernel-bin:5.10", "other-bin:5.10.262");
        var report = push(references);
        assertComplete(references);
        assertThat(report.images()).extracting(Pushed::state).containsOnly(Pushed.State.PUSHED);
        assertThat(report.uploaded()).isEqualTo(4);
        assertThat(report.mounted()).isEqualTo(4);
    }

    @Test
    void tagsComeLast() throws Exception {
        push(images.add(100, "5.10.262", "kernel-bin:5.10.262", "other-bin:5.10.262"));
        var puts = registry.requests.stream().filter(r -> r.startsWith("PUT ")).toList();
        assertThat(puts.subList(0, puts.size() - 2)).noneMatch(r -> r.endsWith(":5.10.262") || r.endsWith("/5.10.262"));
        assertThat(puts.subList(puts.size() - 2, puts.size())).allMatch(r -> r.endsWith("/manifests/5.10.262"));
    }

    @Test
    void whatIsNamedByItsDigestGetsNoTagUntilItIsNamedByThat() throws Exception {
        var references = images.add(50_000, "5.10.262", "kernel-bin:5.10.262", "other-bin:5.10.262");
        var digest = images.layout()
                .find(references.getFirst())
                .orElseThrow()
                .digest()
                .toString();
        var early = push(references.stream()
                .map(reference -> new Reference(reference.name(), digest))
                .toList());
        assertThat(early.uploaded()).isPositive();
        assertThat(registry.manifests.keySet()).isNotEmpty().noneMatch(name -> name.endsWith("/5.10.262"));

        var report = push(references);
        assertComplete(references);
        assertThat(report.uploaded()).isZero();
        assertThat(report.images()).extracting(Pushed::state).containsOnly(Pushed.State.PUSHED);
        assertThat(report.after(early).bytes()).isEqualTo(early.bytes());
    }

    @Test
    void asksOnceForAnImageThatIsThere() throws Exception {
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262", "kernel-bin:5.10");
        push(references);
        registry.requests.clear();
        var report = push(references);
        assertThat(report.images()).extracting(Pushed::state).containsOnly(Pushed.State.UNCHANGED);
        assertThat(registry.requests).hasSize(2).allMatch(r -> r.startsWith("HEAD "));
    }

    @Test
    void movesATagWithoutSendingABlobThatIsThere() throws Exception {
        push(images.add(100, "5.10.262", "kernel-bin:5.10.262"));
        registry.requests.clear();
        var again = new Reference("kernel-bin", "5.10.262");
        var root = images.layout().find(again).orElseThrow();
        var moved = new Reference("kernel-bin", "5.10");
        images.layout().adopt(moved, root, List.of());
        assertThat(push(List.of(moved)).uploaded()).isZero();
        assertThat(registry.requests).hasSizeLessThanOrEqualTo(10).noneMatch(r -> r.contains("/blobs/"));
    }

    @Test
    void leavesATagThatSomebodyMovesToANewerReleaseMeanwhile() throws Exception {
        push(images.add(100, "5.10.263", "kernel-bin:5.10"));
        var newer = Objects.requireNonNull(registry.manifests.remove("acme/kernel-bin/5.10"));
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262", "kernel-bin:5.10");
        registry.faults = r -> {
            if (r.is("PUT", "/manifests/sha256:")) {
                registry.manifests.put("acme/kernel-bin/5.10", newer);
            }
            return Fault.NONE;
        };
        var report = push(references);
        assertThat(report.images()).extracting(Pushed::state).containsExactly(Pushed.State.PUSHED, Pushed.State.KEPT);
        assertThat(registry.manifests.get("acme/kernel-bin/5.10")).isEqualTo(newer);
    }

    @Test
    void leavesATagThatIsAtANewerRelease() throws Exception {
        push(images.add(100, "5.10.263", "kernel-bin:5.10"));
        var before = registry.manifests.get("acme/kernel-bin/5.10");
        var report = push(images.add(100, "5.10.262", "kernel-bin:5.10.262", "kernel-bin:5.10"));
        assertThat(report.images()).extracting(Pushed::state).containsExactly(Pushed.State.PUSHED, Pushed.State.KEPT);
        assertThat(registry.manifests.get("acme/kernel-bin/5.10")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TOO_MANY_REQUESTS",
                "INTERNAL_ERROR",
                "BAD_GATEWAY",
                "UNAVAILABLE",
                "CUT_UPLOAD",
                "CUT_ANSWER",
                "LOST_ANSWER",
                "LOST_CONTENT",
                "OTHER_HOST",
                "REDIRECT",
                "MOUNT_REFUSED",
                "HALF_CLOSE"
            })
    void outlivesOneFaultInEachPhase(Fault fault) throws Exception {
        var references = images.add(70_000, "5.10.262", "kernel-bin:5.10.262", "other-bin:5.10.262");
        for (var phase :
                List.of("HEAD /blobs/", "POST /uploads/", "PUT /uploads/", "PUT /manifests/", "HEAD /manifests/")) {
            registry.blobs.clear();
            registry.manifests.clear();
            var seen = new AtomicInteger();
            var at = phase.split(" ");
            registry.faults = r -> r.is(at[0], at[1]) && seen.getAndIncrement() == 0 ? fault : Fault.NONE;
            push(references);
            assertComplete(references);
            assertThat(seen).as(phase).hasPositiveValue();
        }
    }

    @Test
    void outlivesARegistryThatMissesABlobForAMoment() throws Exception {
        registry.faults = once("PUT", "/manifests/", Fault.MISSED_BLOB);
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        push(references);
        assertComplete(references);
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void waitsAsLongAsItIsTold() throws Exception {
        var seen = new AtomicInteger();
        registry.faults = r -> seen.getAndIncrement() == 0 ? Fault.TOO_MANY_REQUESTS : Fault.NONE;
        push(images.add(100, "5.10.262", "kernel-bin:5.10.262"));
        assertThat(pauses).contains(Duration.ofSeconds(7));
    }

    @Test
    void outlivesSilence() throws Exception {
        registry.faults = once("PUT", "/uploads/", Fault.SILENCE);
        var references = images.add(70_000, "5.10.262", "kernel-bin:5.10.262");
        push(references, SHORT, Map.of());
        assertComplete(references);
    }

    @Test
    void givesUpOnEndlessSilenceAndSaysWhatItAsked() throws Exception {
        registry.faults = r -> r.is("PUT", "/uploads/") ? Fault.SILENCE : Fault.NONE;
        var references = images.add(70_000, "5.10.262", "kernel-bin:5.10.262");
        assertThatThrownBy(() -> push(references, SHORT, Map.of()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("cannot upload the blob sha256:")
                .hasMessageContaining("request:  PUT http://" + registry.host())
                .hasMessageContaining("nothing moved for 0.15 s (4 attempts)")
                .hasMessageContaining("try:");
        assertThat(registry.manifests).isEmpty();
    }

    @Test
    void resumesWhereAnUploadBroke() throws Exception {
        var references = images.add(200_000, "5.10.262", "kernel-bin:5.10.262");
        registry.cutAt = 150_000;
        registry.faults = r -> r.is("PUT", "/uploads/") && Integer.parseInt(r.header("content-length")) == 200_000
                ? Fault.CUT_UPLOAD
                : Fault.NONE;
        push(references);
        assertComplete(references);
        assertThat(registry.patches).containsOnly(50_000);
    }

    @Test
    void resumesInPiecesThatProxiesTake() throws Exception {
        var references = images.add(70 << 20, "5.10.262", "kernel-bin:5.10.262");
        registry.cutAt = 10;
        registry.faults = r ->
                r.is("PUT", "/uploads/") && r.header("content-length").length() > 4 ? Fault.CUT_UPLOAD : Fault.NONE;
        push(references);
        assertComplete(references);
        assertThat(registry.patches).containsOnly(64 << 20, (6 << 20) - 10);
    }

    @Test
    void sendsNoPieceSmallerThanTheRegistryTakes() throws Exception {
        var references = images.add(68 << 20, "5.10.262", "kernel-bin:5.10.262");
        registry.cutAt = 10;
        registry.uploadHeaders = Map.of("OCI-Chunk-Min-Length", Integer.toString(66 << 20));
        registry.faults = r ->
                r.is("PUT", "/uploads/") && r.header("content-length").length() > 4 ? Fault.CUT_UPLOAD : Fault.NONE;
        push(references);
        assertThat(registry.patches).containsOnly(66 << 20, (2 << 20) - 10);
    }

    @Test
    void removesAnUploadThatItGivesUp() throws Exception {
        var blob = new AtomicReference<String>();
        var givenUp = ConcurrentHashMap.<String>newKeySet();
        registry.faults = r -> {
            if (!r.is("PUT", "/uploads/")) {
                return Fault.NONE;
            }
            blob.compareAndSet(null, r.query().get("digest"));
            if (!Objects.equals(r.query().get("digest"), blob.get())) {
                return Fault.NONE; // of the others, which are cut short, the registry itself gets rid
            }
            givenUp.add(r.path().substring(r.path().lastIndexOf('/') + 1));
            return Fault.UNAVAILABLE;
        };
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        assertThatThrownBy(() -> push(references)).hasMessageContaining("HTTP status 503, UNAVAILABLE: on purpose");
        assertThat(givenUp).isNotEmpty();
        assertThat(registry.uploads.keySet()).doesNotContainAnyElementsOf(givenUp);
        assertThat(registry.manifests).isEmpty();
    }

    @Test
    void believesNoRegistryThatStoresSomethingElse() throws Exception {
        registry.faults = r -> r.is("PUT", "/manifests/5.10.262") ? Fault.WRONG_DIGEST : Fault.NONE;
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        assertThatThrownBy(() -> push(references))
                .hasMessageContaining("cannot put the tag " + registry.host() + "/acme/kernel-bin:5.10.262")
                .hasMessageContaining("a wrong digest in the answer");
    }

    @Test
    void namesTheImageThatTheLayoutDoesNotHave() throws Exception {
        images.add(100, "5.10.262", "kernel-bin:5.10.262");
        assertThatThrownBy(() -> push(List.of(new Reference("kernel-bim", "5.10.262"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("did you mean 'kernel-bin:5.10.262'?");
        assertThat(registry.requests).isEmpty();
    }

    @Test
    void asksForATokenOnceForEachRepository() throws Exception {
        registry.wantsToken = true;
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262", "other-bin:5.10.262");
        push(references);
        assertComplete(references);
        var tokens = registry.requests.stream()
                .filter(r -> r.startsWith("token for"))
                .toList();
        assertThat(tokens)
                .doesNotHaveDuplicates()
                .anyMatch(t -> t.contains("scope=repository:acme/kernel-bin:pull,push"))
                .anyMatch(t -> t.contains("scope=repository:acme/other-bin:pull,push repository:acme/kernel-bin:pull"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer scope=\"\",service=\"here\",realm=\"http://HOST/token\"",
                "bearer realm=\"http://HOST/token\"",
                "Negotiate, Basic realm=\"x\", Bearer service=here , realm=\"http://HOST/token\", error=\"invalid_token\""
            })
    void understandsTokenChallengesInEveryForm(String challenge) throws Exception {
        registry.wantsToken = true;
        registry.challenge = challenge.replace("HOST", registry.host());
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        push(references);
        assertComplete(references);
    }

    @Test
    void goesOnAfterATokenExpiresInTheMiddleOfAnUpload() throws Exception {
        registry.wantsToken = true;
        registry.faults = once("PUT", "/uploads/", Fault.EXPIRED_TOKEN);
        var references = images.add(100_000, "5.10.262", "kernel-bin:5.10.262");
        push(references);
        assertComplete(references);
    }

    @Test
    void logsInWithPassword() throws Exception {
        registry.wantsPassword = true;
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        push(references, LONG, Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "hunter2"));
        assertComplete(references);
    }

    @Test
    void saysHowToLogInAndNoSecret() throws Exception {
        registry.wantsPassword = true;
        var references = images.add(100, "5.10.262", "kernel-bin:5.10.262");
        assertThatThrownBy(() ->
                        push(references, LONG, Map.of("REGISTRY_USER", "me", "REGISTRY_PASSWORD", "wrong-secret")))
                .hasMessageContaining("HTTP status 401")
                .hasMessageContaining("docker login " + registry.host())
                .hasMessageNotContaining("wrong-secret")
                .hasMessageNotContaining(
                        new Credentials.Password("me", "wrong-secret").basic().substring(6));
    }

    private static FaultyRegistry.Faults once(String method, String part, Fault fault) {
        var seen = new AtomicInteger();
        return r -> r.is(method, part) && seen.getAndIncrement() == 0 ? fault : Fault.NONE;
    }

    private PushReport push(List<Reference> references) throws InterruptedException {
        return push(references, LONG, Map.of());
    }

    private PushReport push(List<Reference> references, Duration stall, Map<String, String> environment)
            throws InterruptedException {
        var patience = new Patience(LONG, stall, 4, Duration.ofMillis(1));
        var access = new Access(Optional.empty(), Set.of(), environment);
        try (var client = new RegistryClient(registry.host(), access, RegistryClient.Use.PUSH, patience, pauses::add)) {
            return new Push(client, registry.address(), images.layout(), Progress.none()).run(references);
        }
    }

    private void assertComplete(List<Reference> references) {
        assertThat(registry.violations).isEmpty();
        for (var reference : references) {
            assertThat(registry.isComplete("acme/" + reference.name(), reference.tag()))
                    .as(reference.toString())
                    .isTrue();
        }
    }
}
