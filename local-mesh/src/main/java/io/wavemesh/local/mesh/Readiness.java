package io.wavemesh.local.mesh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a part of the mesh answers, with a deadline, and stops waiting when its process dies. */
final class Readiness {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final Duration PROBE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE).build();

    /** Returns once the port takes connections. */
    void awaitPort(MeshProcess process, int port) throws InterruptedException {
        await(process, () -> accepts(port));
    }

    /** Returns once the service says it is ready. */
    void awaitReady(MeshProcess process, URI service) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(service.resolve("/q/health/ready"))
                .timeout(PROBE)
                .build();
        await(process, () -> answersOk(probe));
    }

    private static void await(MeshProcess process, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new MeshException(
                        process.name() + " was not ready within " + DEADLINE.toSeconds() + " s, see " + process.log());
            }
            process.requireAliveFor(PAUSE);
        }
        process.requireAlive(); // or another program has answered
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PROBE.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean answersOk(HttpRequest probe) {
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MeshException("interrupted while waiting", interrupted);
        }
    }
}
