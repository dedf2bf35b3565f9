package dev.gristmill.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Requirement SHELL = Requirement.program("sh", "dash", "runs scripts");
    private static final Requirement ABSENT = Requirement.program("no-such-program", "zebra", "is not there");
    private static final Requirement ABSENT_TOO = Requirement.file("/no/such/header.h", "aardvark", "is not there");
    private static final Requirement OF_SAME_PACKAGE = Requirement.program("no-such-tool", "zebra", "is not there");

    @TempDir
    Path folder;

    @Test
    void namesOnlyWhatIsMissing() {
        var doctor = new Doctor(List.of(SHELL, ABSENT, ABSENT_TOO), Optional.empty());
        assertThat(doctor.missing()).containsExactly(ABSENT, ABSENT_TOO);
    }

    @Test
    void installsEachPackageOnce() {
        var doctor = new Doctor(List.of(ABSENT, ABSENT_TOO, OF_SAME_PACKAGE), Optional.of(new AptGet(true, true)));
        assertThat(doctor.cure())
                .hasValue("env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends"
                        + " aardvark zebra");
    }

    @Test
    void asksForRightsItDoesNotHave() {
        assertThat(new AptGet(false, true).installing(List.of("make")))
                .containsExactly(List.of(
                        "sudo",
                        "env",
                        "DEBIAN_FRONTEND=noninteractive",
                        "apt-get",
                        "install",
                        "--yes",
                        "--no-install-recommends",
                        "make"));
    }

    @Test
    void fetchesPackageListsWhereThereAreNone() {
        assertThat(new AptGet(true, false).installing(List.of("make")))
                .hasSize(2)
                .first()
                .asString()
                .contains("update");
    }

    @Test
    void recognizesPackageLists() throws Exception {
        assertThat(AptGet.hasLists(folder.resolve("absent"))).isFalse();
        Files.createFile(folder.resolve("lock"));
        assertThat(AptGet.hasLists(folder)).isFalse();
        Files.createFile(folder.resolve("mirror.example_dists_bookworm_main_binary-amd64_Packages.lz4"));
        assertThat(AptGet.hasLists(folder)).isTrue();
    }

    @Test
    void namesThePackagesWhereThereIsNoApt() {
        var doctor = new Doctor(List.of(ABSENT), Optional.empty());
        assertThat(doctor.cure()).isEmpty();
        assertThatThrownBy(() -> doctor.install(line -> {}))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("no-such-program")
                .hasMessageContaining("zebra");
    }

    @Test
    void doesNothingWhereNothingIsMissing() throws Exception {
        var shown = new ArrayList<String>();
        var doctor = new Doctor(List.of(SHELL), Optional.of(new AptGet(true, true)));
        doctor.install(shown::add);
        assertThat(shown).isEmpty();
        assertThat(doctor.cure()).isEmpty();
    }

    @Test
    void requiresTheCrossCompilerOfTheOtherArchitecture() {
        var here = Architecture.ofThisMachine().orElseThrow();
        var packages = Requirements.forBuilding(List.of(Architecture.values())).stream()
                .map(Requirement::debianPackage)
                .toList();
        assertThat(packages)
                .contains(here == Architecture.X86_64 ? "gcc-aarch64-linux-gnu" : "gcc-x86-64-linux-gnu")
                .doesNotContain(here == Architecture.X86_64 ? "gcc-x86-64-linux-gnu" : "gcc-aarch64-linux-gnu");
        assertThat(Requirements.forBuilding(List.of(here)))
                .extracting(Requirement::debianPackage)
                .doesNotContain("gcc-aarch64-linux-gnu", "gcc-x86-64-linux-gnu");
    }
}
