package io.wavemesh.benchmarks.generation;

import io.wavemesh.benchmarks.adapters.RandomAdapters;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.generation.AdapterValues;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.SwitchCost;
import io.wavemesh.sdxl.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code switch}: what another adapter than in the run before costs. */
@Command(
        name = "switch",
        description = "Measures runs of no step with alternating adapters: upload and merge; beside a denoising step.")
public final class SwitchCommand extends DrawingCommand {
    private static final String NONE = "none";

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "none,waveft,waveft-moved,shira,lora",
            description = "waveft-moved: each adapter changes other weights. Default: ${DEFAULT-VALUE}.")
    private List<String> methods;

    @Option(
            names = "--adapters",
            paramLabel = "N",
            defaultValue = "4",
            description = "Used in turn. Default: ${DEFAULT-VALUE}.")
    private int adapters;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Through all of them. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.of("what", "what", 6),
                Column.of("adapter", "adapter", 12),
                Column.number("median_ms", "median ms", 2),
                Column.number("min_ms", "min ms", 2),
                Column.of("runs", "runs", 4),
                Column.number("step_median_ms", "step median ms", 2),
                Column.number("step_min_ms", "step min ms", 2),
                Column.number("prepare_ms", "prepare ms", 1),
                Column.gibi("adapter_bytes", "adapter GiB"),
                Column.gibi("base_bytes", "base GiB"),
                Column.gibi("peak_bytes", "peak GiB over it"));
    }

    @Override
    void measure(ModelFolder folder, GenerationEngine engine, MemoryWatch memory, Results rows) {
        for (String method : methods) {
            if (!budget().allowsAnother()) {
                rows.skip(method);
                continue;
            }
            Map<String, Object> row = row("switch");
            row.put("adapter", method);
            budget().part(() -> rows.attempt(row, () -> measure(folder, engine, memory, method, row)));
        }
    }

    private void measure(
            ModelFolder folder, GenerationEngine engine, MemoryWatch memory, String method, Map<String, Object> row) {
        List<AdapterValues> prepared = new ArrayList<>();
        long start = System.nanoTime();
        if (!method.equals(NONE)) {
            boolean moved = method.endsWith("-moved");
            String kind = moved ? method.substring(0, method.lastIndexOf('-')) : method;
            for (int i = 0; i < adapters; i++) {
                long locations = RandomAdapters.SHARED_POSITIONS + (moved ? i : 0);
                prepared.add(adapter(folder, engine, kind, i, locations));
            }
            row.put("prepare_ms", (System.nanoTime() - start) * 1e-6 / adapters);
            row.put("adapter_bytes", prepared.get(0).byteCount());
        }
        memory.restart();
        SwitchCost cost = SwitchCost.measure(engine, prepared, rounds);
        row.put("median_ms", 1e3 * cost.mergeMedianSeconds());
        row.put("min_ms", 1e3 * cost.mergeSeconds());
        row.put("runs", rounds * Math.max(1, prepared.size()));
        row.put("step_median_ms", 1e3 * cost.stepMedianSeconds());
        row.put("step_min_ms", 1e3 * cost.stepSeconds());
        putPeak(row, memory);
    }
}
