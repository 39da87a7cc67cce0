package io.wavemesh.benchmarks.report;

import io.wavemesh.benchmarks.figures.ResultFolder;
import io.wavemesh.benchmarks.figures.ResultFolder.ResultFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure to reach on one H100 80GB, at SDXL's size and 1024 px.
 *
 * @param figure what it is
 * @param unit of all numbers: ms or s
 * @param wanted at most
 * @param latest at most, at the latest
 * @param program whose row has it
 * @param row fields of that row
 * @param field of the row with the figure, in seconds or milliseconds as its name says
 */
record Target(
        String figure,
        String unit,
        double wanted,
        double latest,
        String program,
        Map<String, Object> row,
        String field) {
    private static final int RESOLUTION = 1024;
    private static final String DETERMINISTIC = "deterministic";

    static final Target STEP_OF_FOUR =
            step("optimizer step, 4 pictures, activations kept", 220, 300, 4, "activations", "keep");
    static final Target STEP_OF_FOUR_WITHIN =
            step("optimizer step, 4 pictures, within 16 GiB over the base", 280, 450, 4, "within_16_gib", true);
    static final Target UNET_STEP =
            new Target("UNet step, batch 2 (guidance), fp16", "ms", 45, 60, "infer", row("step", 1), "median_ms");
    static final Target SWITCH = new Target(
            "adapter switch: upload and merge",
            "ms",
            5,
            20,
            "switch",
            Map.of("what", "switch", "adapter", "waveft"),
            "median_ms");

    /** All of them. */
    static final List<Target> ALL = List.of(
            STEP_OF_FOUR,
            STEP_OF_FOUR_WITHIN,
            step("optimizer step, 1 picture", 100, 200, 1, "activations", "keep"),
            new Target(
                    "job of 500 steps, base already loaded, all included",
                    "s",
                    110,
                    170,
                    "end-to-end",
                    Map.of("phase", "job", "steps", 500, "batch", 4),
                    "seconds"),
            UNET_STEP,
            new Target("image 1024 px, 30 steps, VAE and PNG included", "s", 1.6, 2.5, "infer", image(), "median_ms"),
            SWITCH,
            new Target("model load to ready", "s", 15, 40, "infer", Map.of("what", "load"), "median_ms"));

    private static Target step(String figure, double wanted, double latest, int batch, String field, Object value) {
        Map<String, Object> row = new LinkedHashMap<>(row("step", batch));
        row.put(field, value);
        row.put(DETERMINISTIC, false);
        return new Target(figure, "ms", wanted, latest, "train", row, "median_ms");
    }

    private static Map<String, Object> row(String what, int batch) {
        return Map.of("what", what, "batch", batch, "resolution", RESOLUTION);
    }

    private static Map<String, Object> image() {
        Map<String, Object> row = new LinkedHashMap<>(row("image", 1));
        row.put("steps", 30);
        return row;
    }

    /** Whether a file is of a program that has targets: of one that measures a device. */
    static boolean isOf(ResultFile file) {
        return file.program().equals("steady")
                || ALL.stream().anyMatch(target -> target.program.equals(file.program()));
    }

    /** The figure in its unit, in the default mode. */
    OptionalDouble reached(ResultFolder results) {
        return number(results.least(program, row, field), field);
    }

    /** The least of the runs, in its unit. */
    OptionalDouble least(ResultFolder results) {
        return number(results.least(program, row, field), "min_ms");
    }

    /** The figure in the deterministic mode; only training has one. */
    OptionalDouble deterministic(ResultFolder results) {
        if (!row.containsKey(DETERMINISTIC)) {
            return OptionalDouble.empty();
        }
        Map<String, Object> exact = new LinkedHashMap<>(row);
        exact.put(DETERMINISTIC, true);
        return number(results.least(program, exact, field), field);
    }

    private OptionalDouble number(Optional<Map<String, Object>> found, String name) {
        return found.filter(fields -> fields.get(name) instanceof Number).stream()
                .mapToDouble(fields -> ((Number) fields.get(name)).doubleValue())
                .map(value -> value * factor(name))
                .findFirst();
    }

    private double factor(String name) {
        boolean millis = name.endsWith("_ms");
        if (unit.equals("s")) {
            return millis ? 1e-3 : 1;
        }
        return millis ? 1 : 1e3;
    }

    /** A number of this figure as text. */
    String text(OptionalDouble value) {
        if (value.isEmpty()) {
            return null;
        }
        int decimals = unit.equals("s") && wanted < 10 ? 2 : 1;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value.getAsDouble(), unit);
    }
}
