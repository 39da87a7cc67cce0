package io.wavemesh.benchmarks.generation;

import io.wavemesh.benchmarks.adapters.RandomAdapters;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.generation.AdapterValues;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.generation.PictureSize;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.sdxl.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code steady}: many images over many adapters; neither time nor memory may grow. */
@Command(
        name = "steady",
        description =
                "Draws many images over many adapters and compares the quarters: time an image, device and host memory.")
public final class SteadyCommand extends DrawingCommand {
    private static final int QUARTERS = 4;

    @Option(names = "--images", paramLabel = "N", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--adapters",
            paramLabel = "N",
            defaultValue = "50",
            description = "Used in turn. Default: ${DEFAULT-VALUE}.")
    private int adapters;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Of an image. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--resolution",
            paramLabel = "N",
            defaultValue = "1024",
            description = "In pixels. Default: ${DEFAULT-VALUE}.")
    private int resolution;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.of("what", "what", 10),
                Column.number("median_ms", "median ms", 1),
                Column.number("min_ms", "min ms", 1),
                Column.of("runs", "runs", 4),
                Column.number("prepare_ms", "prepare ms", 1),
                Column.number("slope_ms", "ms more an image", 4),
                Column.gibi("device_bytes", "device GiB"),
                Column.gibi("host_bytes", "host GiB"));
    }

    @Override
    void measure(ModelFolder folder, GenerationEngine engine, MemoryWatch memory, Results rows) {
        if (images < QUARTERS || adapters < 1) {
            throw new IllegalArgumentException("--images must be at least 4 and --adapters at least 1");
        }
        List<AdapterValues> prepared = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < adapters; i++) {
            prepared.add(adapter(folder, engine, "waveft", i, RandomAdapters.SHARED_POSITIONS));
        }
        double prepare = (System.nanoTime() - start) * 1e-9 / adapters;
        draw(engine, prepared.get(0), 0);
        List<Double> seconds = new ArrayList<>();
        for (int quarter = 1; quarter <= QUARTERS; quarter++) {
            memory.restart();
            List<Double> own = new ArrayList<>();
            while (seconds.size() < (long) images * quarter / QUARTERS) {
                AdapterValues next = prepared.get(seconds.size() % adapters);
                long before = System.nanoTime();
                draw(engine, next, seconds.size());
                own.add((System.nanoTime() - before) * 1e-9);
                seconds.add(own.get(own.size() - 1));
            }
            Map<String, Object> row = row("quarter " + quarter);
            Measurement.of(own).addTo(row);
            putMemory(row, memory);
            rows.add(row);
        }
        Map<String, Object> all = row("all");
        Measurement.of(seconds).addTo(all);
        all.put("prepare_ms", 1e3 * prepare);
        all.put("slope_ms", 1e3 * slope(seconds));
        all.put("adapters", adapters);
        rows.add(all);
    }

    private void putMemory(Map<String, Object> row, MemoryWatch memory) {
        OptionalLong device = memory.peak();
        if (!device().isCpu() && device.isPresent()) {
            row.put("device_bytes", device.getAsLong());
        }
        MemoryWatch.resident().ifPresent(bytes -> row.put("host_bytes", bytes));
    }

    /** Of the line nearest to the values (least squares), by their number. */
    static double slope(List<Double> values) {
        double middle = (values.size() - 1) / 2.0;
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double product = 0;
        double square = 0;
        for (int i = 0; i < values.size(); i++) {
            product += (i - middle) * (values.get(i) - mean);
            square += (i - middle) * (i - middle);
        }
        return square == 0 ? 0 : product / square;
    }

    private void draw(GenerationEngine engine, AdapterValues adapter, int number) {
        GenerationSpec spec = GenerationSpec.of(
                        "a zjw thing, picture " + number,
                        engine.defaults().sampling().withSteps(steps),
                        new PictureSize(resolution, resolution))
                .withSeed(number)
                .withAdapters(List.of(WeightedAdapter.of(adapter)));
        engine.generate(spec, GenerationListener.NONE).png(0);
    }
}
