package io.wavemesh.local.command;

import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterConfig;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code adapter inspect} tells, as text and as JSON. */
final class AdapterSummary {
    private final Path folder;
    private final Adapter adapter;
    private final List<Layer> layers;

    /** One adapted layer: its path, how many numbers it has and their Euclidean norm. */
    private record Layer(String module, long parameters, double norm) {}

    AdapterSummary(Path folder, Adapter adapter) {
        this.folder = folder;
        this.adapter = adapter;
        this.layers = adapter.modules().stream()
                .map(module -> layer(module, adapter.tensors(module)))
                .toList();
    }

    String json() {
        return Json.pretty(fields());
    }

    List<String> text() {
        List<String> lines = new ArrayList<>();
        line(lines, "adapter", folder.toString());
        line(lines, "method", adapter.config().method());
        describe(adapter.config(), lines);
        line(lines, "layers", layers.size() + ", " + perLayer());
        line(lines, "numbers", String.format(Locale.ROOT, "%,d", adapter.parameterCount()));
        line(lines, "stored as", dtype() + String.format(Locale.ROOT, ", %,d bytes", bytes()));
        line(lines, "norm", String.format(Locale.ROOT, "%.6g; a layer %.6g to %.6g", norm(), least(), greatest()));
        return lines;
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", adapter.config().method());
        if (adapter.config() instanceof WaveFtConfig config) {
            fields.put(
                    "waveletFamily", config.useIdwt() ? config.waveletFamily().name() : null);
            fields.put("orthonormal", config.useIdwt() ? config.waveletFamily().isOrthonormal() : null);
            fields.put("nFrequency", (long) config.nFrequency());
            fields.put("scaling", (double) config.scaling());
            fields.put("randomLocSeed", config.randomLocSeed());
            fields.put("proportionalParameters", config.proportionalParameters());
        } else if (adapter.config() instanceof LoraConfig config) {
            fields.put("rank", (long) config.rank());
            fields.put("alpha", config.alpha());
        }
        fields.put("parameters", adapter.parameterCount());
        fields.put("layerCount", (long) layers.size());
        fields.put("dtype", dtype());
        fields.put("bytes", bytes());
        fields.put("norm", norm());
        fields.put("layers", layers.stream().map(AdapterSummary::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Layer layer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("module", layer.module());
        fields.put("parameters", layer.parameters());
        fields.put("norm", layer.norm());
        return fields;
    }

    private static void describe(AdapterConfig config, List<String> lines) {
        if (config instanceof LoraConfig lora) {
            line(lines, "rank", lora.rank() + ", alpha " + lora.alpha() + (lora.useRslora() ? ", rsLoRA" : ""));
        } else if (config instanceof WaveFtConfig waveft) {
            if (waveft.useIdwt()) {
                boolean orthonormal = waveft.waveletFamily().isOrthonormal();
                line(
                        lines,
                        "family",
                        waveft.waveletFamily().name()
                                + (orthonormal
                                        ? " (orthonormal)"
                                        : " (PEFT's filters of this name are not orthonormal)"));
            }
            line(lines, "scaling", Float.toString(waveft.scaling()));
            line(
                    lines,
                    "positions",
                    "seed " + waveft.randomLocSeed()
                            + (waveft.proportionalParameters() ? ", counts in proportion to the layers' sizes" : ""));
        }
    }

    private static void line(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-10s %s", name, value));
    }

    private String perLayer() {
        long least = layers.stream().mapToLong(Layer::parameters).min().orElse(0);
        long greatest = layers.stream().mapToLong(Layer::parameters).max().orElse(0);
        return (least == greatest ? Long.toString(least) : least + " to " + greatest) + " numbers each";
    }

    private double norm() {
        return Math.sqrt(layers.stream().mapToDouble(l -> l.norm() * l.norm()).sum());
    }

    private double least() {
        return layers.stream().mapToDouble(Layer::norm).min().orElse(0);
    }

    private double greatest() {
        return layers.stream().mapToDouble(Layer::norm).max().orElse(0);
    }

    private String dtype() {
        DType stored = adapter.storedAs();
        return switch (stored) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> stored.name();
        };
    }

    private long bytes() {
        Path file = folder.resolve(AdapterFolder.MODEL);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static Layer layer(String module, ModuleTensors tensors) {
        double squares = 0;
        if (tensors instanceof Coefficients coefficients) {
            squares = squares(coefficients.values());
        } else if (tensors instanceof LowRankPair pair) {
            squares = squares(pair.down()) + squares(pair.up());
        }
        return new Layer(module, tensors.parameterCount(), Math.sqrt(squares));
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
