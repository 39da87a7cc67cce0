package io.wavemesh.local.mesh;

import java.nio.file.Path;

/**
 * What a local mesh is started with.
 *
 * @param installation the repository: the services are found below it
 * @param baseModel folder of the base model
 * @param data the broker's data, the object store and the logs
 * @param ports where the parts listen, each decided: see {@link Ports#resolved}
 * @param device what trainer and inference compute on: cpu or cuda:N
 */
public record MeshSettings(Path installation, Path baseModel, Path data, Ports ports, String device) {
    /** Makes the folders absolute. */
    public MeshSettings {
        installation = installation.toAbsolutePath().normalize();
        baseModel = baseModel.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }
}
