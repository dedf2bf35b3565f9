package dev.gristmill;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the table of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.gristmill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule aPackageUsesOnlyWhatItMay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("model")
            .definedBy("dev.gristmill.model..")
            .layer("progress")
            .definedBy("dev.gristmill.progress..")
            .layer("process")
            .definedBy("dev.gristmill.process..")
            .layer("store")
            .definedBy("dev.gristmill.store..")
            .layer("catalogue")
            .definedBy("dev.gristmill.catalogue..")
            .layer("source")
            .definedBy("dev.gristmill.source..")
            .layer("toolchain")
            .definedBy("dev.gristmill.toolchain..")
            .layer("kconfig")
            .definedBy("dev.gristmill.kconfig..")
            .layer("elf")
            .definedBy("dev.gristmill.elf..")
            .layer("kernel")
            .definedBy("dev.gristmill.kernel..")
            .layer("contract")
            .definedBy("dev.gristmill.contract..")
            .layer("gzip")
            .definedBy("dev.gristmill.gzip..")
            .layer("image")
            .definedBy("dev.gristmill.image..")
            .layer("registry")
            .definedBy("dev.gristmill.registry..")
            .layer("boot")
            .definedBy("dev.gristmill.boot..")
            .layer("plan")
            .definedBy("dev.gristmill.plan..")
            .layer("ui")
            .definedBy("dev.gristmill.ui..")
            .layer("cli")
            .definedBy("dev.gristmill.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ui")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("progress")
            .mayNotAccessAnyLayer()
            .whereLayer("process")
            .mayOnlyAccessLayers("model")
            .whereLayer("store")
            .mayOnlyAccessLayers("model")
            .whereLayer("catalogue")
            .mayOnlyAccessLayers("model")
            .whereLayer("source")
            .mayOnlyAccessLayers("model", "progress", "process", "store")
            .whereLayer("toolchain")
            .mayOnlyAccessLayers("model", "progress", "process", "store")
            .whereLayer("kconfig")
            .mayOnlyAccessLayers("model", "progress", "process", "store", "source", "toolchain")
            .whereLayer("elf")
            .mayOnlyAccessLayers("model")
            .whereLayer("kernel")
            .mayOnlyAccessLayers("model", "progress", "process", "store", "source", "toolchain", "elf")
            .whereLayer("gzip")
            .mayOnlyAccessLayers("model")
            .whereLayer("contract")
            .mayOnlyAccessLayers("model", "kconfig")
            .whereLayer("image")
            .mayOnlyAccessLayers("model", "progress", "store", "contract", "gzip", "kernel")
            .whereLayer("registry")
            .mayOnlyAccessLayers("model", "progress", "process", "store", "source", "image")
            .whereLayer("boot")
            .mayOnlyAccessLayers("model", "progress", "process", "store", "toolchain", "contract")
            .whereLayer("ui")
            .mayOnlyAccessLayers("model", "progress");

    @ArchTest
    static final ArchRule packagesDoNotUseEachOtherInCircles =
            slices().matching("dev.gristmill.(*)..").should().beFreeOfCycles();
}
