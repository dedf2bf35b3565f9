package dev.gristmill.fleet;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.Unit;
import dev.gristmill.provenance.BuildNote;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine that built a unit leaves in the registry for the one that publishes.
 *
 * @param bootFile that the unit's images hold
 * @param images which manifest is to stand for the unit's architecture under which name and tag
 * @param notes what is attested of the kernel
 */
record Handover(Unit unit, Digest buildKey, Digest bootFile, List<Named> images, List<BuildNote> notes) {
    private static final int MOST_IMAGES = 100;

    Handover {
        images = List.copyOf(images);
        notes = List.copyOf(notes);
    }

    /** A manifest, which is in the registry by its digest, and a name and tag for it. */
    record Named(Reference reference, Descriptor manifest) {}

    /** Whether booting it went well for every VMM that it is for. */
    boolean isProven() throws MalformedJsonException {
        var booted = new ArrayList<String>();
        for (var note : notes) {
            if (note.kind() == BuildNote.Kind.PROOF) {
                var proof = JsonObject.parse(note.content());
                if (!proof.says("passed") || !proof.string("sha256").equals(bootFile.hex())) {
                    return false;
                }
                booted.add(proof.string("vmm"));
            }
        }
        return unit.planned().profile().vmms().stream().map(Vmm::id).allMatch(booted::contains);
    }

    /** All but the notes. */
    JsonObject json() {
        return new JsonObject()
                .put("unit", unit.key().toString())
                .put("subject", unit.toString())
                .put("buildKey", buildKey.toString())
                .put("bootFile", bootFile.toString())
                .put("images", images.stream().map(Handover::json).toList());
    }

    private static JsonObject json(Named image) {
        return new JsonObject()
                .put("name", image.reference().name())
                .put("tag", image.reference().tag())
                .put("manifest", image.manifest().json());
    }

    /** @throws MalformedJsonException if it is that of another unit, or none at all */
    static Handover from(JsonObject json, Unit unit, List<BuildNote> notes) throws MalformedJsonException {
        if (!json.digest("unit").equals(unit.key())) {
            throw new MalformedJsonException("unit", unit.key().toString(), json.digest("unit"));
        }
        var images = new ArrayList<Named>();
        for (var image : json.objects("images")) {
            var reference = new Reference(image.string("name"), image.string("tag"));
            images.add(new Named(reference, Descriptor.from(image.object("manifest"))));
        }
        long names = images.stream().map(Named::reference).distinct().count();
        if (names == 0 || names > MOST_IMAGES || names != images.size()) {
            throw new MalformedJsonException("images", "1 to " + MOST_IMAGES + ", each once", images.size());
        }
        return new Handover(unit, json.digest("buildKey"), json.digest("bootFile"), images, notes);
    }
}
