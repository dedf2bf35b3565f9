package dev.gristmill.plan;

import dev.gristmill.catalogue.Profile;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kernels from full configurations are tagged with the release alone, as those of the default profile are. Where a
 * selection has both for one release and VMM, only people can tell which of the two they mean.
 */
final class Tags {
    private Tags() {}

    /** One problem for each full configuration whose tag another kernel would take. */
    static List<Problem> clashes(List<? extends ReleasedKernel> kernels) {
        var problems = new ArrayList<Problem>();
        for (var kernel : kernels) {
            var custom = kernel.planned();
            if (custom.profile().name().equals(Profile.CUSTOM)) {
                other(custom, kernel.release(), kernels)
                        .map(other -> problem(custom, other, kernel.release()))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Optional<PlannedKernel> other(
            PlannedKernel custom, Release release, List<? extends ReleasedKernel> kernels) {
        return kernels.stream()
                .filter(kernel -> kernel.planned().profile().name().equals(Profile.DEFAULT))
                .filter(kernel -> kernel.release().equals(release))
                .map(ReleasedKernel::planned)
                .filter(kernel -> kernel.profile().vmms().contains(vmm(custom)))
                .findFirst();
    }

    private static Problem problem(PlannedKernel custom, PlannedKernel other, Release release) {
        var stem = "linux-" + custom.architecture() + "-" + release;
        return Problem.of("two kernels would be published as " + vmm(custom).imageName() + "-bin:" + release)
                .where(custom.profile().fullConfiguration().orElseThrow())
                .expected("one kernel under each tag")
                .found("this one, and the profile " + Profile.DEFAULT + " of the catalogue's kernel " + other.version())
                .remedy("call the file " + stem + "-NAME.config, which publishes it as " + release
                        + "-NAME;\nor choose one of them: --profile " + Profile.CUSTOM + ", --profile "
                        + Profile.DEFAULT + ";\nor take the profile " + Profile.DEFAULT
                        + " off that kernel in the catalogue");
    }

    private static Vmm vmm(PlannedKernel custom) {
        return custom.profile().vmms().getFirst();
    }
}
