package io.wavemesh.trainer.domain;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder for one run of a job, with its pictures; deleted when closed.
 *
 * @param pictures in the job's order
 * @param output an empty folder for the adapter
 */
public record Workplace(List<PictureFile> pictures, Path output, Runnable deletion) implements AutoCloseable {
    @Override
    public void close() {
        deletion.run();
    }
}
