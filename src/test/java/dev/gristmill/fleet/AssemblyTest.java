package dev.gristmill.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.PushReport;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.signature.Passphrase;
import dev.gristmill.signature.PrivateKeyFile;
import dev.gristmill.signature.Signer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {
    @TempDir
    Path folder;

    private Fleet fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = new Fleet(folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void givesTheDigestsOfASingleMachine() throws Exception {
        var shares = new Shares(fleet.units, 3);
        for (int number = 1; number <= 3; number++) {
            fleet.new Machine(true).build(shares.of(new Shard(number, 3)));
        }
        var publisher = fleet.new Machine(false);
        var assembled = publisher.assemble(Optional.of(shares), true);

        assertThat(Fleet.digests(assembled.layout(), assembled.references()))
                .isEqualTo(fleet.new Machine(true).alone())
                .hasSizeGreaterThan(20);
        assertThat(publisher.built).isEmpty();
    }

    @Test
    void publishesWithoutSendingAnyLayer() throws Exception {
        fleet.new Machine(true).build(fleet.units);
        assertThat(tag("firecracker-kernel-bin", "5.10.262")).isEmpty();

        var report = publish();
        assertThat(report.uploaded()).isZero();
        assertThat(tag("firecracker-kernel-bin", "5.10.262")).isPresent();
        assertThat(tag("flintlock-kernel", "5.10-tiny")).isPresent();
    }

    @Test
    void namesWhatIsMissingWithWhoOwesItAndMovesNoTag() throws Exception {
        var shares = new Shares(fleet.units, 3);
        fleet.new Machine(true).build(shares.of(new Shard(1, 3)));
        var missing = fleet.units.stream()
                .filter(unit -> shares.owing(unit).number() != 1)
                .toList();

        assertThat(missing).isNotEmpty();
        for (var unit : missing) {
            assertThatThrownBy(() -> fleet.new Machine(false).assemble(Optional.of(shares), true))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining(unit + " is not handed over; shard " + shares.owing(unit) + " owes it")
                    .hasMessageContaining("gristmill build --boot --shard " + shares.owing(unit));
        }
        assertThat(tag("firecracker-kernel-bin", "5.10.262")).isEmpty();
    }

    @Test
    void doesNotTakeWhatNobodyHasBootedUnlessThatIsAllowed() throws Exception {
        fleet.new Machine(false).build(fleet.units);
        var publisher = fleet.new Machine(false);
        assertThatThrownBy(() -> publisher.assemble(Optional.empty(), true))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("nobody has shown that 5.10.262-tiny arm64 boots");
        assertThat(publisher.assemble(Optional.empty(), false).references()).isNotEmpty();
    }

    @Test
    void bringsWhatIsAttestedFromTheMachineThatBuilt() throws Exception {
        var builder = fleet.new Machine(true);
        builder.build(fleet.units);
        var notes = fleet.new Machine(false).assemble(Optional.empty(), true).notes();
        assertThat(notes.records()).isDirectoryContaining("glob:**").isNotEmptyDirectory();
        assertThat(notes.proofs()).isDirectoryRecursivelyContaining("glob:**/machine-1.json");
        assertThat(notes.proofs().resolve(firstProof(notes.proofs())).resolve("machine-0.json"))
                .content()
                .contains("\"passed\":true")
                .doesNotContain(builder.store.root().toString());
    }

    private static Path firstProof(Path folder) throws Exception {
        try (var entries = java.nio.file.Files.list(folder)) {
            return entries.findFirst().orElseThrow();
        }
    }

    @Test
    void whoComesBackAfterBeingKilledOwesOnlyTheRest() throws Exception {
        fleet.new Machine(true).build(fleet.units.subList(0, 2));
        var again = fleet.new Machine(true);
        assertThat(again.build(fleet.units))
                .extracting(ShardRun.Outcome::built)
                .containsExactly(false, false, true, true);
        assertThat(again.built).isEqualTo(fleet.units.subList(2, 4));
    }

    @Test
    void whoIsToBootDoesNotTakeAHandoverWithoutProofForDone() throws Exception {
        fleet.new Machine(false).build(fleet.units);
        var booting = fleet.new Machine(true);
        booting.build(fleet.units);
        assertThat(booting.built).isEqualTo(fleet.units);
        assertThat(fleet.new Machine(false).assemble(Optional.empty(), true).references())
                .isNotEmpty();
    }

    @Test
    void twoMachinesMayBuildTheSameShareAtOnce() throws Exception {
        var one = fleet.new Machine(true);
        var other = fleet.new Machine(true);
        try (var both = Executors.newFixedThreadPool(2)) {
            var first = both.submit(() -> one.build(fleet.units));
            var second = both.submit(() -> other.build(fleet.units));
            assertThat(first.get()).hasSize(4);
            assertThat(second.get()).hasSize(4);
        }
        publish();
        assertThat(tag("cloudhypervisor-kernel", "5.10.262-tiny")).isPresent();
    }

    @Test
    void overwritesNoNameThatIsNotTheUnits() throws Exception {
        var builder = fleet.new Machine(true);
        builder.build(fleet.units);
        var unit = fleet.units.getFirst();
        var handovers = new Handovers(fleet.client, fleet.address, builder.store);
        var good = handovers.find(unit, Optional.empty()).orElseThrow();
        var stolen = new Handover.Named(
                new Reference(good.images().getFirst().reference().name(), "6.18"),
                good.images().getFirst().manifest());
        handovers.put(
                new Handover(unit, good.buildKey(), good.bootFile(), List.of(stolen), good.notes()), Optional.empty());

        assertThatThrownBy(() -> fleet.new Machine(false).assemble(Optional.empty(), true))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("not what was asked for")
                .hasMessageContaining(":6.18");
    }

    @Test
    void takesNoImageOfAnotherKernel() throws Exception {
        var builder = fleet.new Machine(true);
        builder.build(fleet.units);
        var unit = fleet.units.getFirst();
        var handovers = new Handovers(fleet.client, fleet.address, builder.store);
        var good = handovers.find(unit, Optional.empty()).orElseThrow();
        handovers.put(
                new Handover(unit, Digest.of("another build"), good.bootFile(), good.images(), good.notes()),
                Optional.empty());

        assertThatThrownBy(() -> fleet.new Machine(false).assemble(Optional.empty(), true))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("build-key");
    }

    @Test
    void believesOnlyTheKeyThatIsNamed() throws Exception {
        var ours = key("ours");
        var units = fleet.units;
        fleet.new Machine(true).build(units.subList(0, 1), Optional.of(key("stranger")));
        fleet.new Machine(true).build(units.subList(1, 2));
        fleet.new Machine(true).build(units.subList(2, 4), Optional.of(ours));
        var publisher = fleet.new Machine(false);
        assertThatThrownBy(() -> publisher.assembleSigned(ours.key()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining(units.get(0) + " is not handed over, signed by the shards' key")
                .hasMessageContaining(units.get(1) + " is not handed over")
                .hasMessageNotContaining(units.get(2).toString());

        var again = fleet.new Machine(true);
        again.build(units, Optional.of(ours));
        assertThat(again.built).as("what counts is not built again").isEqualTo(units.subList(0, 2));
        assertThat(publisher.assembleSigned(ours.key()).references()).isNotEmpty();
    }

    /** In a file without a passphrase, since deriving keys from these takes its time. */
    private Signer key(String name) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var content = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        var file = Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----\n");
        return PrivateKeyFile.read(file, new Passphrase(Optional.empty(), Map.of()));
    }

    private PushReport publish() throws Exception {
        var publisher = fleet.new Machine(false);
        var assembled = publisher.assemble(Optional.empty(), true);
        return publisher.push(assembled.layout(), assembled.references());
    }

    private Optional<Descriptor> tag(String name, String tag) throws Exception {
        return new RegistryImages(fleet.client, fleet.address.repository(name)).find(tag);
    }
}
