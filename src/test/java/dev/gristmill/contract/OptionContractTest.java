package dev.gristmill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.OptionLine;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionContractTest {
    private static final Target TARGET = target(Architecture.X86_64, "6.1.187", true);

    private static Target target(Architecture architecture, String release, boolean full) {
        return new Target(architecture, Release.parse(release).orElseThrow(), full);
    }

    private static List<Target> targets() {
        var targets = new ArrayList<Target>();
        for (var architecture : Architecture.values()) {
            for (var release : List.of("4.19.325", "5.10.262", "6.1.187", "6.12.50", "6.18.9", "7.1")) {
                targets.add(target(architecture, release, true));
                targets.add(target(architecture, release, false));
            }
        }
        return targets;
    }

    /** Everything the contract demands, and nothing else. */
    private static TreeMap<Option, Value> obedient(OptionContract contract, Target target) {
        var values = new TreeMap<Option, Value>();
        contract.demands(target)
                .forEach(demand -> values.put(demand.option(), demand.values().getFirst()));
        return values;
    }

    private static String told(Vmm vmm, Target target, TreeMap<Option, Value> values) {
        var violations = OptionContract.of(vmm).violations(DotConfig.of(values), target);
        assertThat(violations).hasSize(1);
        return violations.getFirst().problem().toString();
    }

    @ParameterizedTest
    @EnumSource
    void noticesEveryOptionThatIsOtherwise(Vmm vmm) {
        var contract = OptionContract.of(vmm);
        for (var target : targets()) {
            var values = obedient(contract, target);
            assertThat(contract.violations(DotConfig.of(values), target)).isEmpty();
            for (var demand : contract.demands(target)) {
                boolean forbidden = demand.values().getFirst() == Tristate.NO;
                var broken = new TreeMap<>(values);
                broken.put(demand.option(), forbidden ? Tristate.YES : Tristate.NO);
                assertThat(contract.violations(DotConfig.of(broken), target))
                        .extracting(Violation::option, Violation::forbidden)
                        .containsExactly(tuple(demand.option(), forbidden));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void demandsEachOptionOnceAndSaysWhereFrom(Vmm vmm) {
        var contract = OptionContract.of(vmm);
        assertThat(contract.demands())
                .allSatisfy(demand -> assertThat(demand.document()).isNotEmpty());
        for (var target : targets()) {
            assertThat(contract.demands(target)).extracting(OptionLine::option).doesNotHaveDuplicates();
        }
    }

    @Test
    void letsOneKernelServeBothVmms() {
        for (var target : targets()) {
            var both = new TreeMap<Option, Value>();
            for (var vmm : Vmm.values()) {
                both.putAll(obedient(OptionContract.of(vmm), target));
            }
            for (var vmm : Vmm.values()) {
                assertThat(OptionContract.of(vmm).violations(DotConfig.of(both), target))
                        .isEmpty();
            }
        }
    }

    @Test
    void demandsMoreOfFullKernels() {
        var contract = OptionContract.of(Vmm.CLOUD_HYPERVISOR);
        var virtioFs = new Option("VIRTIO_FS");
        assertThat(contract.demands(TARGET)).extracting(OptionLine::option).contains(virtioFs);
        assertThat(contract.demands(target(Architecture.X86_64, "6.1.187", false)))
                .extracting(OptionLine::option)
                .doesNotContain(virtioFs);
    }

    @Test
    void explainsKernelWithoutVirtioMmio() {
        var values = obedient(OptionContract.of(Vmm.FIRECRACKER), TARGET);
        values.remove(new Option("VIRTIO_MMIO"));
        assertThat(told(Vmm.FIRECRACKER, TARGET, values))
                .startsWith("firecracker needs CONFIG_VIRTIO_MMIO=y on x86_64\n")
                .contains(
                        "linux 6.1.187 for x86_64",
                        "expected: y",
                        "found:    nothing: the configuration does not mention it",
                        "reason:   the transport of every device",
                        "document: Firecracker docs/kernel-policy.md",
                        "contract: built-in/firecracker.contract:",
                        "CONFIG_VIRTIO_MMIO=y, or take firecracker out of the profile's vmms");
    }

    @Test
    void explainsAcpiWithoutPci() {
        var values = obedient(OptionContract.of(Vmm.FIRECRACKER), TARGET);
        values.put(new Option("PCI"), Tristate.NO);
        assertThat(told(Vmm.FIRECRACKER, TARGET, values))
                .contains("firecracker needs CONFIG_PCI=y", "found:    n", "without it ACPI initialisation fails");
    }

    @Test
    void takesModuleForMissingWhereNoneCanBeLoaded() {
        var values = obedient(OptionContract.of(Vmm.CLOUD_HYPERVISOR), TARGET);
        values.put(new Option("VIRTIO_BLK"), Tristate.MODULE);
        assertThat(told(Vmm.CLOUD_HYPERVISOR, TARGET, values)).contains("needs CONFIG_VIRTIO_BLK=y", "found:    m");
    }

    @Test
    void explainsWhatIsForbidden() {
        var arm64 = target(Architecture.ARM64, "5.10.262", false);
        var values = obedient(OptionContract.of(Vmm.CLOUD_HYPERVISOR), arm64);
        values.put(new Option("HIBERNATION"), Tristate.YES);
        assertThat(told(Vmm.CLOUD_HYPERVISOR, arm64, values))
                .startsWith("cloud-hypervisor forbids CONFIG_HIBERNATION on arm64\n")
                .contains("expected: n", "found:    y", "swap disk", "ask for CONFIG_HIBERNATION=n");
    }
}
