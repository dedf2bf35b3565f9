package dev.gristmill.provenance;

import dev.gristmill.image.JsonObject;
import dev.gristmill.kernel.BuildRecords;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.BuildNote.Kind;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Carries what is attested of a kernel from the store of the machine that built it to another. */
public final class BuildNotes {
    private static final String LOG = "log"; // a path of the machine

    private final Store store;
    private final Digest buildKey;
    private final Digest bootFile;

    /** Those of one kernel in a store. */
    public BuildNotes(Store store, Digest buildKey, Digest bootFile) {
        this.store = store;
        this.buildKey = buildKey;
        this.bootFile = bootFile;
    }

    /**
     * What there is; the proofs that the kernel boots are without paths of this machine.
     *
     * @throws IOException if something cannot be read; without a record there is nothing to attest
     */
    public List<BuildNote> read() throws IOException {
        var notes = new ArrayList<BuildNote>();
        notes.add(new BuildNote(Kind.RECORD, Files.readAllBytes(record())));
        if (Files.exists(sources())) {
            notes.add(new BuildNote(Kind.SOURCES, Files.readAllBytes(sources())));
        }
        var proofs = BootProofs.folder(store, bootFile);
        if (Files.isDirectory(proofs)) {
            try (var files = Files.list(proofs)) {
                for (var file : files.sorted().toList()) {
                    var proof = JsonObject.parse(Files.readAllBytes(file));
                    notes.add(new BuildNote(Kind.PROOF, proof.without(LOG).bytes()));
                }
            }
        }
        return notes;
    }

    /** Puts notes that came from elsewhere where those of this kernel belong; names of files are made here. */
    public void write(List<BuildNote> notes) throws IOException {
        int proof = 0;
        for (var note : notes) {
            var place = switch (note.kind()) {
                case RECORD -> record();
                case SOURCES -> sources();
                case PROOF -> BootProofs.folder(store, bootFile).resolve("machine-" + proof++ + ".json");
            };
            var file = store.temporary("note");
            Files.write(file, note.content());
            store.publish(file, place);
        }
    }

    private Path record() {
        return new BuildRecords(store).file(buildKey);
    }

    private Path sources() {
        return new BuiltKernels(store).sourcesFile(buildKey);
    }
}
