package dev.gristmill.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What answers a guest on the host, over each way that its machine has. */
record Echoes(Echo network, Optional<VsockEcho> vsock) implements AutoCloseable {

    /** @param folder of the machine, where its program runs */
    static Echoes open(Machine machine, Path folder, String token) throws IOException {
        var network = Echo.open(token);
        try {
            return new Echoes(
                    network,
                    machine.hasVsock()
                            ? Optional.of(VsockEcho.open(folder.resolve(Launch.VSOCK), token))
                            : Optional.empty());
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    int datagrams() {
        return network.answered();
    }

    int connections() {
        return vsock.map(VsockEcho::answered).orElse(0);
    }

    @Override
    public void close() throws IOException {
        network.close();
        if (vsock.isPresent()) {
            vsock.get().close();
        }
    }
}
