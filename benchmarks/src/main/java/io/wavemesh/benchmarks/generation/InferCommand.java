package io.wavemesh.benchmarks.generation;

import io.wavemesh.benchmarks.adapters.RandomAdapters;
import io.wavemesh.benchmarks.program.Ceiling;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.generation.Generated;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.generation.PictureSize;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.reference.NetworkCosts;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code infer}: times of denoising steps and of whole images. */
@Command(
        name = "infer",
        description = "Measures loading, denoising steps with guidance, and whole images with an adapter.")
public final class InferCommand extends DrawingCommand {
    private static final String PROMPT = "a zjw thing on a wooden table, photo number ";

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Pictures at once; each is two rows for the UNet. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Of a whole image. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--resolution",
            paramLabel = "N",
            defaultValue = "1024",
            description = "In pixels. Default: ${DEFAULT-VALUE}.")
    private int resolution;

    private Ceiling ceiling;
    private WeightedAdapter adapter;
    private int prompts;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.of("what", "what", 15),
                Column.of("batch", "pictures", 8),
                Column.number("median_ms", "median ms", 2),
                Column.number("min_ms", "min ms", 2),
                Column.of("runs", "runs", 4),
                Column.gibi("base_bytes", "base GiB"),
                Column.gibi("peak_bytes", "peak GiB over it"),
                Column.number("beside_steps_ms", "beside steps ms", 1),
                Column.number("tflops", "TFLOP/s", 2),
                Column.percent("share", "% of matrix"));
    }

    @Override
    void begin(Results rows) {
        ceiling = Ceiling.measure(device());
        rows.head("ceiling", ceiling.fields());
        rows.head("resolution", resolution);
        rows.head("steps", steps);
    }

    @Override
    void measure(ModelFolder folder, GenerationEngine engine, MemoryWatch memory, Results rows) {
        long start = System.nanoTime();
        adapter = WeightedAdapter.of(adapter(folder, engine, "waveft", 1, RandomAdapters.SHARED_POSITIONS));
        Map<String, Object> prepared = row("prepare adapter");
        new Measurement(new double[] {(System.nanoTime() - start) * 1e-9}).addTo(prepared);
        rows.add(prepared);
        Map<String, Object> text = row("text");
        engine.encodePrompt(PROMPT);
        Measurement.of(runs, () -> engine.encodePrompt(PROMPT + prompts++)).addTo(text);
        rows.add(text);
        Generated drawn = engine.generate(spec(engine, 1, 1), GenerationListener.NONE);
        Map<String, Object> png = row("png");
        Measurement.of(runs, () -> drawn.png(0)).addTo(png);
        rows.add(png);
        for (int batch : batches) {
            if (!budget().allowsAnother()) {
                rows.skip("pictures " + batch);
                continue;
            }
            budget().part(() -> {
                Map<String, Object> step = row("step");
                step.put("batch", batch);
                step.put("resolution", resolution);
                rows.attempt(step, () -> step(folder, engine, memory, batch, step));
                Map<String, Object> image = row("image");
                image.put("batch", batch);
                image.put("steps", steps);
                image.put("resolution", resolution);
                rows.attempt(image, () -> image(engine, memory, batch, image));
            });
        }
    }

    /** From runs of different numbers of steps, so that text, merge and VAE fall out. */
    private void step(
            ModelFolder folder, GenerationEngine engine, MemoryWatch memory, int batch, Map<String, Object> row) {
        int few = Math.max(1, steps / 6);
        draw(engine, batch, few);
        memory.restart();
        Measurement shorter = Measurement.of(runs, () -> draw(engine, batch, few));
        Measurement longer = Measurement.of(runs, () -> draw(engine, batch, steps));
        double median = (longer.median() - shorter.median()) / (steps - few);
        row.put("median_ms", 1e3 * median);
        row.put("min_ms", 1e3 * (longer.least() - shorter.least()) / (steps - few));
        row.put("runs", runs);
        row.put("beside_steps_ms", 1e3 * (longer.median() - steps * median));
        putPeak(row, memory);
        int side = resolution / folder.vaeConfig().factor();
        UNet network = new UNet(folder.unetConfig());
        ceiling.addTo(row, NetworkCosts.unet(network, 2 * batch, side, side).operations(), median);
    }

    private void image(GenerationEngine engine, MemoryWatch memory, int batch, Map<String, Object> row) {
        memory.restart();
        Measurement.of(runs, () -> draw(engine, batch, steps)).addTo(row);
        putPeak(row, memory);
    }

    /** Text, steps, VAE and PNG. */
    private void draw(GenerationEngine engine, int pictures, int count) {
        Generated drawn = engine.generate(spec(engine, pictures, count), GenerationListener.NONE);
        for (int i = 0; i < pictures; i++) {
            drawn.png(i);
        }
    }

    private GenerationSpec spec(GenerationEngine engine, int pictures, int count) {
        return GenerationSpec.of(
                        PROMPT + prompts++,
                        engine.defaults().sampling().withSteps(count),
                        new PictureSize(resolution, resolution))
                .withCount(pictures)
                .withAdapters(List.of(adapter));
    }
}
