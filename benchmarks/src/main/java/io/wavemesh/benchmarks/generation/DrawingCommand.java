package io.wavemesh.benchmarks.generation;

import ai.onnxruntime.OrtEnvironment;
import io.wavemesh.benchmarks.adapters.RandomAdapters;
import io.wavemesh.benchmarks.program.BenchmarkCommand;
import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.generation.AdapterValues;
import io.wavemesh.generation.CudaSettings;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.sdxl.model.ModelFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** What programs that draw have in common: the engine, loaded and timed, and the memory followed from before that. */
abstract class DrawingCommand extends BenchmarkCommand {
    private static final double DEVIATION = 1e-3;

    @Option(
            names = "--cuda",
            paramLabel = "NAME=VALUE",
            description = "Another value for an option of ONNX Runtime's CUDA provider; may be repeated.")
    private Map<String, String> cuda = Map.of();

    @Option(names = "--slice-steps", paramLabel = "N", description = "Steps a run. Default: the engine's.")
    private Integer sliceSteps;

    private OptionalLong before = OptionalLong.empty();
    private OptionalLong base = OptionalLong.empty();

    @Override
    protected final void measure(ModelFolder folder, Results rows) {
        begin(rows);
        try (MemoryWatch memory = MemoryWatch.of(device())) {
            before = memory.now();
            long start = System.nanoTime();
            try (GenerationEngine engine = GenerationEngine.open(folder, options())) {
                engine.load();
                rows.version("onnxruntime", OrtEnvironment.getEnvironment().getVersion());
                Measurement load = new Measurement(new double[] {(System.nanoTime() - start) * 1e-9});
                base = memory.now();
                Map<String, Object> row = row("load");
                load.addTo(row);
                putPeak(row, memory);
                rows.add(row);
                measure(folder, engine, memory, rows);
            }
        }
    }

    /** Before the model is loaded. */
    void begin(Results rows) {}

    abstract void measure(ModelFolder folder, GenerationEngine engine, MemoryWatch memory, Results rows);

    private EngineOptions options() {
        EngineOptions options = drawingOptions();
        CudaSettings settings = options.cuda();
        for (Map.Entry<String, String> other : cuda.entrySet()) {
            settings = settings.with(other.getKey(), other.getValue());
        }
        return options.withCuda(settings).withSliceSteps(sliceSteps == null ? options.sliceSteps() : sliceSteps);
    }

    static Map<String, Object> row(String what) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        return row;
    }

    /** Adds what the model takes, and the most that was taken beside it since the last restart. */
    final void putPeak(Map<String, Object> row, MemoryWatch memory) {
        OptionalLong peak = memory.peak();
        if (before.isPresent() && base.isPresent() && peak.isPresent()) {
            row.put("base_bytes", base.getAsLong() - before.getAsLong());
            row.put("peak_bytes", peak.getAsLong() - base.getAsLong());
        }
    }

    static AdapterValues adapter(
            ModelFolder folder, GenerationEngine engine, String method, long seed, long locations) {
        return engine.prepare(new RandomAdapters(folder, DEVIATION).adapter(method, seed, locations));
    }
}
