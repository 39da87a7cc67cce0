package io.wavemesh.generation;

import io.wavemesh.sdxl.model.Defaults;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.sdxl.scheduler.TimestepSpacing;
import java.util.Optional;

/**
 * What a request gets where it says nothing: the model folder's own {@code wavemesh.json} (group {@code generation}:
 * {@code scheduler}, {@code timestepSpacing}, {@code steps}, {@code guidanceScale}; {@code resolution}), else 30 steps, guidance
 * 5, the model's scheduler and its spacing, and {@code sample_size} times the VAE's factor.
 */
public record GenerationDefaults(Sampling sampling, PictureSize size) {
    private static final int STEPS = 30;
    private static final double GUIDANCE = 5;

    /** Reads a model folder's defaults; throws {@link IllegalArgumentException} kinds if they make no sense. */
    public static GenerationDefaults of(ModelFolder folder) {
        Defaults own = folder.defaults().group("generation");
        Optional<SchedulerKind> scheduler = own.text("scheduler").map(SchedulerKind::parse);
        Sampling sampling = new Sampling(
                scheduler.orElseGet(folder::schedulerKind),
                own.text("timestepSpacing").map(TimestepSpacing::parse),
                own.integer("steps").orElse(STEPS),
                own.number("guidanceScale").orElse(GUIDANCE));
        OnnxNetworks networks = new OnnxNetworks(folder, Dialect.PORTABLE);
        int trained = networks.unetConfig().sampleSize()
                * networks.autoencoderConfig().factor();
        int side = folder.defaults().integer("resolution").orElse(trained);
        return new GenerationDefaults(sampling, new PictureSize(side, side));
    }
}
