package io.wavemesh.inference.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A loaded base model that draws. Used by one thread at a time; closed by the caller when no run goes on. */
public interface ImageGenerator extends AutoCloseable {
    /** What the model can do. */
    ModelProfile profile();

    /**
     * Reads a PEFT adapter folder from an untrusted source into the values that the engine takes.
     *
     * @throws AdapterInvalidException if the folder is broken or does not fit the model
     */
    PreparedAdapter prepare(Path adapterFolder);

    /**
     * Draws one image a task, in one run.
     *
     * @param size of the images
     * @param sampling how noise becomes an image
     * @param tasks the images, at least one
     * @param adapters what changes the model for this run; never changes what later runs draw
     * @param progress told of each step, and asked whether to go on
     * @return the images in the order of the tasks; empty if the progress asked to stop
     * @throws RequestUnfitException if the settings don't go together
     * @throws MemoryExhaustedException if the device or the machine has too little memory for the run
     */
    Optional<List<Png>> draw(
            PictureSize size,
            Sampling sampling,
            List<ImageTask> tasks,
            List<WeightedAdapter> adapters,
            DrawingProgress progress);

    @Override
    void close();
}
