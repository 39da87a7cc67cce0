package io.wavemesh.local.command;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./wavemesh up}: the mesh on this machine, until it is interrupted. */
@Command(
        name = "up",
        description = "Starts Kafka and the three services on this machine, prints their URLs and stays until Ctrl-C.",
        footer = {"", "Example:", "  ./wavemesh up --data target/mesh"})
public final class UpCommand extends VerboseCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for the broker's data, the object store and the logs; kept. Default: target/mesh.")
    private Path data;

    @Option(names = "--base", paramLabel = "MODEL_DIR", description = "Base model. Default: models/nano-sdxl.")
    private Path base;

    @Override
    public Integer call() {
        throw new CommandFailedException("the mesh is not connected");
    }
}
