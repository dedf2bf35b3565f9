package dev.gristmill.plan;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.Waiver;
import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.ConfigurationRequest;
import dev.gristmill.kconfig.ConfigurationResolver;
import dev.gristmill.kconfig.Fragment;
import dev.gristmill.kconfig.Fragments;
import dev.gristmill.kconfig.FullConfiguration;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.RequestedConfiguration;
import dev.gristmill.kconfig.ResolvedConfiguration;
import dev.gristmill.kconfig.ResolvedConfigurations;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.WaivedOption;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceIdentity;
import dev.gristmill.source.SourceStore;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From planned kernels and their source trees to the compiles that are asked for; a fragment is read once. */
final class Requests {
    private final Toolchains toolchains;
    private final ConfigurationResolver configurations;
    private final ResolvedConfigurations resolved;
    private final Store store;
    private final PlanMemory memory;
    private final Contracts contracts = new Contracts();
    // By text: the methods of a record that is a key would cost several milliseconds at every start.
    private final Map<String, Fragment> read = new HashMap<>();

    Requests(Store store, Progress progress) {
        this.toolchains = new Toolchains(store, progress);
        this.configurations = new ConfigurationResolver(store, progress);
        this.resolved = new ResolvedConfigurations(store);
        this.store = store;
        this.memory = PlanMemory.of(store);
    }

    /**
     * Reads every file of the profile, so that mistakes in them are told before anything is fetched.
     *
     * @throws dev.gristmill.model.InvalidInputException if there are any
     */
    void check(Profile profile) {
        if (!memory.knows(profile)) {
            profile.fragments().forEach(this::fragment);
            profile.fullConfiguration().ifPresent(file -> whole(file, profile));
        }
    }

    /**
     * The build key, if the kernel's configuration was resolved before. Resolves nothing and asks nobody.
     *
     * @param tree if it is here; a kernel may be here without its source and its builder
     */
    Optional<Digest> knownKey(PlannedKernel kernel, SourceIdentity source, Optional<SourceTree> tree)
            throws InterruptedException {
        var known = toolchains.identified(kernel);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var toolchain = known.get();
        var remembered = memory.recall(kernel.profile(), source, toolchain)
                .filter(then -> tree.isEmpty() || then.date().equals(tree.get().date()));
        if (remembered.isPresent()) {
            return remembered.map(PlanMemory.Known::buildKey);
        }
        return resolved.find(configurationKey(kernel, source, toolchain))
                .map(config -> tree.map(here -> request(kernel, here, toolchain, config))
                        .orElseGet(
                                () -> named(kernel, source, toolchain, config).request())
                        .key());
    }

    /** The compile that a configuration is for, whose source and toolchain need not be on this machine. */
    ResolvedRequest named(
            PlannedKernel kernel, SourceIdentity source, Toolchain toolchain, ResolvedConfiguration configuration) {
        var then = configuration.circumstances();
        var tree = new SourceTree(
                SourceStore.root(store, source.content()),
                source.release(),
                source.pristine(),
                then.date(),
                then.origin(),
                source.patches());
        var request = request(kernel, tree, toolchain.described(then.toolchain()), configuration);
        return new ResolvedRequest(request, configuration);
    }

    /** With what a kernel would be compiled, which need not be on this machine. */
    Optional<Toolchain> promised(PlannedKernel kernel) throws InterruptedException {
        return toolchains.promised(kernel);
    }

    /** Under which key its resolved configuration is, here and everywhere. */
    Digest configurationKey(PlannedKernel kernel, SourceIdentity source, Toolchain toolchain) {
        return memory.recall(kernel.profile(), source, toolchain)
                .map(PlanMemory.Known::configuration)
                .orElseGet(() ->
                        ResolvedConfigurations.key(source.content(), toolchain, requested(kernel, source.release())));
    }

    /** The compile that would be asked for, if the kernel's configuration was resolved before. Resolves nothing. */
    Optional<KernelRequest> known(PlannedKernel kernel, SourceTree tree) throws InterruptedException {
        var toolchain = toolchain(kernel);
        return toolchain.isEmpty()
                ? Optional.empty()
                : configurations
                        .known(tree, toolchain.get(), requested(kernel, tree.release()))
                        .map(config -> request(kernel, tree, toolchain.get(), config));
    }

    /** With what a kernel is compiled, if it is on this machine. */
    Optional<Toolchain> toolchain(PlannedKernel kernel) throws InterruptedException {
        return toolchains.known(kernel);
    }

    /**
     * The kernel with its configuration resolved.
     *
     * @throws dev.gristmill.model.InvalidInputException if two fragments disagree, or a waiver is not needed
     * @throws dev.gristmill.model.StepException if the configuration cannot be resolved as it is asked for
     */
    ConfiguredKernel configured(PlannedKernel kernel, SourceTree tree) throws InterruptedException {
        var toolchain = toolchains.here(kernel);
        var request = requested(kernel, tree.release());
        if (configurations.known(tree, toolchain, request).isEmpty()) {
            toolchains.requireUsable(toolchain);
        }
        return new ConfiguredKernel(kernel, tree, toolchain, request, configurations.resolve(tree, toolchain, request));
    }

    /** @throws dev.gristmill.model.StepException if this machine does not let what it compiles be shut in */
    void requireUsable(Toolchain toolchain) throws InterruptedException {
        toolchains.requireUsable(toolchain);
    }

    /** The compile that it asks for. */
    KernelRequest compile(ConfiguredKernel kernel) {
        return request(kernel.planned(), kernel.tree(), kernel.toolchain(), kernel.configuration());
    }

    /** In which demands of its VMMs a configuration falls short. */
    List<Violation> violations(PlannedKernel kernel, ResolvedConfiguration configuration) {
        var release = configuration.circumstances().release();
        return contracts.violations(kernel, release, configuration.read());
    }

    /** The same, without reading the configuration where it is known that there are none. */
    List<Violation> violations(PlannedKernel kernel, KernelRequest request, ResolvedConfiguration configuration) {
        if (recalled(kernel, request).filter(PlanMemory.Known::contracts).isPresent()) {
            return List.of();
        }
        var violations = violations(kernel, configuration);
        if (violations.isEmpty()) {
            remember(kernel, request, configuration.key(), true);
        }
        return violations;
    }

    /** What its configuration is resolved from, whatever the tree holds. */
    ConfigurationRequest requested(PlannedKernel kernel, Release release) {
        var profile = kernel.profile();
        return profile.fullConfiguration().isPresent()
                ? whole(profile.fullConfiguration().get(), profile)
                : merged(profile, Target.of(kernel.architecture(), release));
    }

    private RequestedConfiguration merged(Profile profile, Target target) {
        var fragments = profile.fragments().stream().map(this::fragment).toList();
        var waived = profile.waiversFor(target.release(), target.architecture()).stream()
                .map(Requests::waived)
                .toList();
        return RequestedConfiguration.merge(fragments, target).waiving(waived);
    }

    private static WaivedOption waived(Waiver waiver) {
        var option = Option.parse(waiver.option()).orElseThrow();
        return new WaivedOption(option, waiver.reason(), waiver.place());
    }

    private static FullConfiguration whole(Path file, Profile profile) {
        var whole = FullConfiguration.read(file);
        whole.requireFor(profile.architectures().getFirst());
        return whole;
    }

    private Fragment fragment(FragmentName name) {
        var text = name.either(builtIn -> builtIn, file -> "file " + file);
        return read.computeIfAbsent(text, t -> name.either(Fragments::builtIn, Fragments::inFile));
    }

    /** The compile that configuration is for; it is remembered where fragments were read to find it. */
    KernelRequest request(
            PlannedKernel kernel, SourceTree tree, Toolchain toolchain, ResolvedConfiguration configuration) {
        var request = KernelRequest.of(
                tree,
                configuration.file(),
                configuration.digest(),
                toolchain,
                kernel.profile().name());
        if (recalled(kernel, request).isEmpty()) {
            remember(kernel, request, configuration.key(), false);
        }
        return request;
    }

    private Optional<PlanMemory.Known> recalled(PlannedKernel kernel, KernelRequest request) {
        return memory.recall(kernel.profile(), request.source().what(), request.toolchain())
                .filter(known -> known.buildKey().equals(request.key()));
    }

    private void remember(PlannedKernel kernel, KernelRequest request, Digest configuration, boolean contracts) {
        memory.remember(
                kernel.profile(),
                request.source().what(),
                request.toolchain(),
                new PlanMemory.Known(
                        configuration, request.key(), request.inputs().date(), contracts));
    }
}
