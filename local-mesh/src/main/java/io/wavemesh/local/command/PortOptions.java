package io.wavemesh.local.command;

import io.wavemesh.local.mesh.MeshException;
import io.wavemesh.local.mesh.Ports;
import picocli.CommandLine.Option;

/** On which ports a mesh listens. */
final class PortOptions {
    private static final String FREE = " Default: any free one.";

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Port of the broker." + FREE)
    private int kafka;

    @Option(names = "--ingest-port", paramLabel = "PORT", description = "Port of the ingest service." + FREE)
    private int ingest;

    @Option(names = "--trainer-port", paramLabel = "PORT", description = "Port of the trainer service." + FREE)
    private int trainer;

    @Option(names = "--inference-port", paramLabel = "PORT", description = "Port of the inference service." + FREE)
    private int inference;

    /** The ports, all decided; refuses those that are out of range or taken. */
    Ports ports(VerboseCommand command) {
        for (int port : new int[] {kafka, ingest, trainer, inference}) {
            if (port < 0 || port > 65_535) {
                throw command.refusal("a port must be in 1..65535, was " + port);
            }
        }
        try {
            return new Ports(kafka, 0, ingest, trainer, inference).resolved();
        } catch (MeshException taken) {
            throw command.refusal(taken.getMessage());
        }
    }
}
