package io.wavemesh.local.command;

import io.wavemesh.local.mesh.Mesh;
import io.wavemesh.local.mesh.MeshSettings;
import io.wavemesh.sdxl.model.ModelFolder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh up}: the mesh on this machine, until it is interrupted. */
@Command(
        name = "up",
        description = "Starts Kafka and the three services on this machine, prints their URLs and stays until Ctrl-C.",
        footer = {
            "",
            "The folder keeps the broker's data, the object store and the logs; the next start goes on from there.",
            "",
            "Example:",
            "  ./wavemesh up --data target/mesh --ingest-port 8081 --inference-port 8083"
        })
public final class UpCommand extends VerboseCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for the broker's data, the object store and the logs; kept. Default: target/mesh.")
    private Path data;

    @Option(names = "--base", paramLabel = "MODEL_DIR", description = "Base model. Default: models/nano-sdxl.")
    private Path base;

    @Mixin
    private DeviceOption device;

    @Mixin
    private PortOptions ports;

    @Override
    public Integer call() throws InterruptedException {
        device.check(this);
        Path folder = data == null ? Installation.root().resolve("target/mesh") : data;
        Path model = base == null ? Installation.baseModel() : base;
        ModelFolder.open(model).close(); // a broken folder is better refused here than by two services
        MeshSettings settings = new MeshSettings(Installation.root(), model, folder, ports.ports(this), device.name());
        OutputFiles.prepareFolder("--data", folder);
        err().println("wavemesh: starting Kafka and three services (logs: " + folder.resolve("logs") + ")");
        err().flush();
        try (Mesh mesh = Mesh.start(settings)) {
            out().println("ingest     " + mesh.ingest());
            out().println("trainer    " + mesh.trainer());
            out().println("inference  " + mesh.inference());
            out().println("kafka      " + mesh.bootstrapServers());
            out().flush();
            err().println("wavemesh: ready, Ctrl-C stops everything");
            err().flush();
            mesh.awaitDeath();
        }
        return 0;
    }
}
