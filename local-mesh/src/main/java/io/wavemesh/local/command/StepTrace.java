package io.wavemesh.local.command;

import io.wavemesh.local.ProgressBar;
import io.wavemesh.pictures.AtomicFiles;
import io.wavemesh.training.TrainingListener;
import io.wavemesh.training.TrainingStep;
import io.wavemesh.waveft.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Follows a training: a progress bar, and a JSON line a step. One thread at a time. */
final class StepTrace implements TrainingListener {
    private final ProgressBar bar;
    private final StringBuilder lines = new StringBuilder();
    private double secondsSoFar;

    StepTrace(ProgressBar bar) {
        this.bar = bar;
    }

    @Override
    public void onStep(TrainingStep step) {
        secondsSoFar += step.seconds();
        double left = secondsSoFar / step.step() * (step.steps() - step.step());
        bar.show(step.step(), step.steps(), String.format(Locale.ROOT, "loss %.4f", step.loss()), left);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", (long) step.step());
        line.put("loss", step.loss());
        line.put("gradNorm", step.gradNorm());
        line.put("learningRate", step.learningRate());
        line.put("seconds", step.seconds());
        lines.append(Json.write(line)).append('\n');
    }

    /** Ends the bar and writes the lines of all steps that were done, also those of a training that failed. */
    void end(Optional<Path> file) {
        bar.end();
        if (!lines.isEmpty()) {
            file.ifPresent(path -> AtomicFiles.write(path, lines.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
