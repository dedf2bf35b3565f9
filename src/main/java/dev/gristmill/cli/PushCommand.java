package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Pushes images from a layout to a registry. */
final class PushCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final LayoutOption layoutOption = new LayoutOption();
    private final Shipment shipment;
    private final PositionalParamSpec images =
            Options.operands("NAME:TAG", "0..*", "Images of the layout (default: those that the options select).");

    PushCommand(GlobalOptions global) {
        this.global = global;
        this.shipment = new Shipment(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("push", "Pushes images from a layout to a registry; tags move last.", this);
        selection.addWithoutArchitecturesTo(spec);
        layoutOption.addTo(spec);
        shipment.addTo(spec);
        return spec.addPositional(images);
    }

    @Override
    public Integer call() throws InterruptedException {
        Shipment.Delivery delivery;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var terms = shipment.terms(store);
            var layout = OciLayout.at(layoutOption.folder(), store);
            delivery = shipment.deliver(terms, layout, references(layout), store, progress);
        }
        if (global.json()) {
            Json.print(json -> Shipment.write(json, delivery));
        } else {
            Shipment.show(delivery);
        }
        return 0;
    }

    private List<Reference> references(OciLayout layout) {
        List<String> names = images.getValue();
        return names.isEmpty()
                ? selection.layoutSelection().of(layout)
                : names.stream().map(PushCommand::reference).toList();
    }

    private static Reference reference(String name) {
        return Reference.parse(name)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no image of a layout")
                        .where(name)
                        .expected("NAME:TAG, such as firecracker-kernel-bin:5.10.262")));
    }
}
