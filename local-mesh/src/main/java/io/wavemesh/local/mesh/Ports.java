package io.wavemesh.local.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the parts listen on the loopback address; 0 = any free port.
 *
 * @param kafka the broker's port for clients
 * @param controller the broker's port for itself
 * @param ingest HTTP port of the ingest service
 * @param trainer HTTP port of the trainer service
 * @param inference HTTP port of the inference service
 */
public record Ports(int kafka, int controller, int ingest, int trainer, int inference) {
    // Below the ports that Linux gives to outgoing connections: one of those may be taken before a service listens.
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1000;

    /** All free. */
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);

    /** The same with a free port in the place of each 0; throws {@link MeshException} if one is taken. */
    public Ports resolved() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            return new Ports(
                    free(kafka, held),
                    free(controller, held),
                    free(ingest, held),
                    free(trainer, held),
                    free(inference, held));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static int free(int wanted, List<ServerSocket> held) throws IOException {
        if (wanted != 0) {
            try (ServerSocket test = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
                return test.getLocalPort();
            } catch (IOException taken) {
                throw new MeshException("port " + wanted + " is taken", taken);
            }
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                return port;
            } catch (BindException taken) {
                // the next one
            }
        }
        throw new MeshException("found no free port in " + LOWEST + ".." + (HIGHEST - 1));
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
