package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.figures.ResultFolder;
import java.nio.file.Path;
import java.util.Map;

/**
 * How long work takes on one GPU, as it was measured and stored by {@code end-to-end}, {@code infer} and {@code switch}.
 *
 * @param jobSeconds the part of a training job that does not depend on pictures and steps: fetching and storing
 * @param pictureSeconds decoding and encoding a picture
 * @param stepSeconds an optimizer step, checkpoints included
 * @param trainerLoadSeconds loading and warming up a trainer
 * @param imageSeconds a run of 1, 2 and 4 images
 * @param switchSeconds another adapter than before
 * @param prepareSeconds fetching and preparing an adapter that is not held
 * @param replicaLoadSeconds loading and warming up a replica of inference
 */
record ServiceTimes(
        double jobSeconds,
        double pictureSeconds,
        double stepSeconds,
        double trainerLoadSeconds,
        Map<Integer, Double> imageSeconds,
        double switchSeconds,
        double prepareSeconds,
        double replicaLoadSeconds) {
    /** Pictures of the measured job: those of the duck. */
    private static final int MEASURED_PICTURES = 6;

    /** Copies the map. */
    ServiceTimes {
        imageSeconds = Map.copyOf(imageSeconds);
    }

    /** Reads a folder of figures; throws {@link IllegalArgumentException} if it lacks one. */
    static ServiceTimes read(Path folder) {
        ResultFolder figures = ResultFolder.read(folder);
        double steps = figures.figure("end-to-end", Map.of("phase", "job"), "steps");
        return new ServiceTimes(
                phase(figures, "fetch pictures") + phase(figures, "store adapter"),
                (phase(figures, "decode pictures") + phase(figures, "encode text, latents")) / MEASURED_PICTURES,
                phase(figures, "train") / steps,
                phase(figures, "load trainer") + phase(figures, "warm up trainer"),
                Map.of(1, image(figures, 1), 2, image(figures, 2), 4, image(figures, 4)),
                figures.figure("switch", Map.of("what", "switch", "adapter", "waveft"), "median_ms") / 1000,
                phase(figures, "fetch adapter") + phase(figures, "prepare adapter"),
                figures.figure("infer", Map.of("what", "load"), "median_ms") / 1000
                        + phase(figures, "warm up inference"));
    }

    private static double phase(ResultFolder figures, String phase) {
        return figures.figure("end-to-end", Map.of("phase", phase), "seconds");
    }

    private static double image(ResultFolder figures, int batch) {
        return figures.figure("infer", Map.of("what", "image", "batch", batch), "median_ms") / 1000;
    }

    /** Time of a training job. */
    double job(int pictures, int steps) {
        return jobSeconds + pictures * pictureSeconds + steps * stepSeconds;
    }

    /** Time until a training job is where it was, on another trainer. */
    double resume(int pictures) {
        return jobSeconds + pictures * pictureSeconds;
    }

    /** Time of a request for 1, 2 or 4 images with an adapter, in runs of at most so many. */
    double request(int images, boolean held, int batchImages) {
        int run = Math.min(images, batchImages >= 4 ? 4 : batchImages >= 2 ? 2 : 1);
        return switchSeconds + (held ? 0 : prepareSeconds) + imageSeconds.get(run) * images / run;
    }

    /** For the file of results. */
    Map<String, Object> fields() {
        return Map.of(
                "job_of_6_pictures_500_steps_s", job(MEASURED_PICTURES, 500),
                "step_s", stepSeconds,
                "trainer_load_s", trainerLoadSeconds,
                "image_s", imageSeconds.get(1),
                "four_images_s", imageSeconds.get(4),
                "switch_s", switchSeconds,
                "prepare_s", prepareSeconds,
                "replica_load_s", replicaLoadSeconds);
    }
}
