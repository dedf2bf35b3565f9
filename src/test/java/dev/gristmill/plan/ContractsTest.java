package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.contract.OptionContract;
import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private static final Release RELEASE = Release.parse("6.1.187").orElseThrow();

    private final List<String> warnings = new ArrayList<>();

    private List<Violation> check(PlannedKernel kernel, DotConfig configuration, Vmm... lenient) {
        var progress = new Progress() {
            @Override
            public Task begin(String subject, String action, Unit unit) {
                throw new AssertionError(subject);
            }

            @Override
            public void warn(String message) {
                warnings.add(message);
            }

            @Override
            public void note(String line) {}
        };
        var violations = new Contracts().violations(kernel, RELEASE, configuration);
        new ContractGate(progress, Set.of(lenient)).check(violations);
        return violations;
    }

    private static PlannedKernel kernel(boolean full, Vmm... vmms) {
        var profile = new Profile(
                "mine",
                "",
                List.of(new FragmentName.BuiltIn("base")),
                List.of(),
                List.of(),
                List.of(vmms),
                List.of(Architecture.X86_64),
                true,
                full);
        return new PlannedKernel(
                new KernelVersion.Exactly(RELEASE),
                new SourceChoice.Auto(),
                profile,
                Architecture.X86_64,
                new BuilderChoice.Host());
    }

    private static DotConfig without(String option, boolean full) {
        var values = new TreeMap<Option, Value>();
        for (var vmm : Vmm.values()) {
            OptionContract.of(vmm)
                    .demands(new Target(Architecture.X86_64, RELEASE, full))
                    .forEach(demand ->
                            values.put(demand.option(), demand.values().getFirst()));
        }
        values.remove(new Option(option));
        return DotConfig.of(values);
    }

    @Test
    void tellsWhatEachVmmOfProfileMisses() {
        var thrown = catchThrowableOfType(
                StepException.class, () -> check(kernel(true, Vmm.values()), without("PVH", true)));
        assertThat(thrown.problems())
                .extracting(problem -> problem.what())
                .containsExactly(
                        "firecracker needs CONFIG_PVH=y on x86_64", "cloud-hypervisor needs CONFIG_PVH=y on x86_64");
    }

    @Test
    void holdsKernelToContractsOfItsOwnVmmsOnly() {
        assertThatCode(() -> check(kernel(true, Vmm.CLOUD_HYPERVISOR), without("VIRTIO_MMIO", true)))
                .doesNotThrowAnyException();
    }

    @Test
    void holdsSmallProfileToWhatEveryGuestNeeds() {
        assertThatCode(() -> check(kernel(false, Vmm.values()), without("NONE", false)))
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(
                        StepException.class, () -> check(kernel(true, Vmm.values()), without("NONE", false))))
                .hasMessageContaining("CONFIG_VIRTIO_FS=y");
    }

    @Test
    void warnsOfViolationsWithLeaveAndTellsThem() {
        assertThat(check(kernel(true, Vmm.values()), without("VIRTIO_MMIO", true), Vmm.FIRECRACKER))
                .extracting(Violation::label)
                .containsExactly("firecracker:CONFIG_VIRTIO_MMIO");
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("firecracker needs CONFIG_VIRTIO_MMIO=y on x86_64")
                .contains("the transport of every device");
    }

    @Test
    void givesLeaveToOneVmmOnly() {
        assertThat(catchThrowableOfType(
                        StepException.class,
                        () -> check(kernel(true, Vmm.values()), without("PVH", true), Vmm.FIRECRACKER)))
                .hasMessageStartingWith("cloud-hypervisor needs CONFIG_PVH=y")
                .hasMessageNotContaining("firecracker needs");
        assertThat(warnings).isEmpty();
    }
}
