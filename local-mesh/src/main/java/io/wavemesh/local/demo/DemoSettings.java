package io.wavemesh.local.demo;

import io.wavemesh.local.mesh.MeshSettings;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What one run of the demo does.
 *
 * @param mesh what is started
 * @param models folder of the bundled models, for scoring
 * @param out folder of the results
 * @param subject whose pictures are sent
 * @param instanceToken rare word bound to the subject
 * @param steps training steps; empty = the base model's own
 * @param keep whether broker data and object store stay after a success
 */
public record DemoSettings(
        MeshSettings mesh,
        Path models,
        Path out,
        SubjectPictures subject,
        String instanceToken,
        OptionalInt steps,
        boolean keep) {}
