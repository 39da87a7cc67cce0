package io.wavemesh.benchmarks.report;

import io.wavemesh.benchmarks.figures.JsonRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Figures of other programs on the same machine: rows with {@code what} (train, infer, merge), {@code adapter}, times in
 * milliseconds ({@code step_ms} or {@code median_ms}, {@code forward_ms}, {@code backward_ms}, {@code optimizer_ms}),
 * {@code peak_GiB}.
 */
final class Peers {
    private static final String TIME = "median_ms";

    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** Nobody. */
    Peers() {}

    /** Reads an object with {@code rows}, or a list of rows. */
    static Peers read(List<Path> files) {
        Peers peers = new Peers();
        for (Path file : files) {
            Object value = JsonRows.read(file);
            Object rows = value instanceof List<?>
                    ? value
                    : JsonRows.object(file, value).get("rows");
            JsonRows.list(file, rows).forEach(peers::add);
        }
        return peers;
    }

    private void add(Map<String, Object> row) {
        Map<String, Object> shown = new LinkedHashMap<>(row);
        if (row.get("step_ms") != null) {
            shown.put(TIME, row.get("step_ms"));
        }
        if (row.get("graph") instanceof Map<?, ?> graph) {
            shown.put(TIME, graph.get(TIME));
            shown.put("min_ms", graph.get("min_ms"));
            shown.put("mode", "CUDA graph");
        }
        if (shown.get(TIME) instanceof Number time) {
            shown.put(TIME, time.doubleValue());
            if (row.get("batch") == null && "train".equals(row.get("what"))) {
                shown.put("batch", 1);
            }
            rows.add(shown);
        }
    }

    /** All that have a time. */
    List<Map<String, Object>> rows() {
        return List.copyOf(rows);
    }

    /** What stands beside a target: each peer's time and how many times ours it is; null for none. */
    String beside(Target target, OptionalDouble reached) {
        List<String> found = new ArrayList<>();
        for (String adapter : List.of("lora_r1", "waveft_db1")) {
            milliseconds(target, adapter).ifPresent(peer -> found.add(text(name(adapter), peer, reached)));
        }
        if (target.equals(Target.UNET_STEP)) {
            find("infer", "none", "pure bf16", 2).ifPresent(peer -> found.add(text("eager bf16", peer, reached)));
        }
        return found.isEmpty() ? null : String.join(", ", found);
    }

    private static String name(String adapter) {
        return adapter.startsWith("lora") ? "PEFT LoRA r1" : "PEFT WaveFT";
    }

    private static String text(String name, double peer, OptionalDouble reached) {
        String times = reached.isEmpty() ? "" : String.format(Locale.ROOT, " (%.1f x)", peer / reached.getAsDouble());
        return String.format(Locale.ROOT, "%s %.0f ms%s", name, peer, times);
    }

    private OptionalDouble milliseconds(Target target, String adapter) {
        if (target.equals(Target.STEP_OF_FOUR)) {
            return four(adapter, false);
        }
        if (target.equals(Target.STEP_OF_FOUR_WITHIN)) {
            return four(adapter, true);
        }
        if (target.equals(Target.SWITCH)) {
            return rows.stream()
                    .filter(row -> "merge".equals(row.get("what")) && adapter.equals(row.get("adapter")))
                    .mapToDouble(row -> number(row, TIME))
                    .findFirst();
        }
        return OptionalDouble.empty();
    }

    /** Four pictures one after the other, their gradients summed, and one optimizer step. */
    private OptionalDouble four(String adapter, boolean recomputed) {
        Optional<Map<String, Object>> step = rows.stream()
                .filter(row -> "train".equals(row.get("what")) && adapter.equals(row.get("adapter")))
                .filter(row -> Boolean.valueOf(recomputed).equals(row.get("grad_ckpt")))
                .findFirst();
        return step.stream()
                .mapToDouble(row ->
                        4 * (number(row, "forward_ms") + number(row, "backward_ms")) + number(row, "optimizer_ms"))
                .findFirst();
    }

    private OptionalDouble find(String what, String adapter, String mode, int batch) {
        return rows.stream()
                .filter(row -> what.equals(row.get("what")) && adapter.equals(row.get("adapter")))
                .filter(row -> mode.equals(row.get("mode")) && number(row, "batch") == batch)
                .mapToDouble(row -> number(row, TIME))
                .findFirst();
    }

    private static double number(Map<String, Object> row, String field) {
        return row.get(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
