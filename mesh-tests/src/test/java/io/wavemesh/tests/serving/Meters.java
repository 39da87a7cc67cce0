package io.wavemesh.tests.serving;

import io.wavemesh.tests.harness.HttpPeer;
import java.io.IOException;

/** Reads a service's meters. */
final class Meters {
    private final HttpPeer peer;

    Meters(HttpPeer peer) {
        this.peer = peer;
    }

    /** Sum of the samples whose name and tags begin so; 0 if there is none. */
    double sum(String sample) throws IOException, InterruptedException {
        return peer.get("/q/metrics")
                .successful()
                .text()
                .lines()
                .filter(line -> line.startsWith(sample))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
