package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.catalogue.FragmentName;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.contract.OptionContract;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private static final Release RELEASE = Release.parse("6.1.187").orElseThrow();

    private static PlannedKernel kernel(boolean full, Vmm... vmms) {
        var profile = new Profile(
                "mine",
                "",
                List.of(new FragmentName.BuiltIn("base")),
                List.of(),
                List.of(vmms),
                List.of(Architecture.X86_64),
                true,
                full);
        return new PlannedKernel(
                new KernelVersion.Exactly(RELEASE), new SourceChoice.Auto(), profile, Architecture.X86_64);
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
                StepException.class,
                () -> new Contracts().check(kernel(true, Vmm.values()), RELEASE, without("PVH", true)));
        assertThat(thrown.problems())
                .extracting(problem -> problem.what())
                .containsExactly(
                        "firecracker needs CONFIG_PVH=y on x86_64", "cloud-hypervisor needs CONFIG_PVH=y on x86_64");
    }

    @Test
    void holdsKernelToContractsOfItsOwnVmmsOnly() {
        assertThatCode(() -> new Contracts()
                        .check(kernel(true, Vmm.CLOUD_HYPERVISOR), RELEASE, without("VIRTIO_MMIO", true)))
                .doesNotThrowAnyException();
    }

    @Test
    void holdsSmallProfileToWhatEveryGuestNeeds() {
        assertThatCode(() -> new Contracts().check(kernel(false, Vmm.values()), RELEASE, without("NONE", false)))
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(
                        StepException.class,
                        () -> new Contracts().check(kernel(true, Vmm.values()), RELEASE, without("NONE", false))))
                .hasMessageContaining("CONFIG_VIRTIO_FS=y");
    }
}
