package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.WaveletFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an adapter is, in figures.
 *
 * @param method {@code waveft}, {@code shira} or {@code lora}
 * @param family wavelet family, for WaveFT
 * @param notes what a user should know, one sentence each
 * @param parameterCount numbers in all layers
 * @param byteCount their bytes as stored
 * @param storedAs their type as stored
 * @param norm Euclidean norm over all numbers
 * @param layers figures of each layer, by module path
 * @param settings settings of the method, in the order to show them
 * @param identity hash over numbers and settings
 */
public record AdapterInspection(
        String method,
        Optional<String> family,
        List<String> notes,
        long parameterCount,
        long byteCount,
        String storedAs,
        double norm,
        List<Layer> layers,
        Map<String, Object> settings,
        String identity) {
    /**
     * Figures of one layer.
     *
     * @param module its path
     * @param count how many numbers it has; for LoRA of both factors
     * @param norm their Euclidean norm
     */
    public record Layer(String module, long count, double norm) {}

    /** Copies the lists. */
    public AdapterInspection {
        notes = List.copyOf(notes);
        layers = List.copyOf(layers);
    }

    /** Looks at an adapter. */
    public static AdapterInspection of(Adapter adapter) {
        List<Layer> layers = new ArrayList<>();
        double squares = 0;
        for (String module : adapter.modules()) {
            ModuleTensors tensors = adapter.tensors(module);
            double square = tensors instanceof LowRankPair pair
                    ? squares(pair.down()) + squares(pair.up())
                    : squares(adapter.coefficients(module));
            layers.add(new Layer(module, tensors.parameterCount(), Math.sqrt(square)));
            squares += square;
        }
        Optional<WaveletFamily> family = adapter.config() instanceof WaveFtConfig config && config.useIdwt()
                ? Optional.of(config.waveletFamily())
                : Optional.empty();
        return new AdapterInspection(
                adapter.config().method(),
                family.map(WaveletFamily::name),
                family.map(AdapterInspection::notes).orElse(List.of()),
                adapter.parameterCount(),
                adapter.parameterCount() * adapter.storedAs().byteCount(),
                adapter.storedAs().name(),
                Math.sqrt(squares),
                layers,
                settings(adapter),
                adapter.identity());
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static List<String> notes(WaveletFamily family) {
        List<String> notes = new ArrayList<>();
        if (!family.isOrthonormal()) {
            notes.add("the taps of " + family.name() + " are not orthonormal; they are used as PEFT has them");
        }
        if (family.name().equals("coif5")) {
            notes.add("PEFT 0.21 loads coif5 adapters but cannot apply them: its padding does not fit the 48 taps");
        }
        return notes;
    }

    private static Map<String, Object> settings(Adapter adapter) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (adapter.config() instanceof WaveFtConfig config) {
            settings.put("nFrequency", config.nFrequency());
            settings.put("nFrequencyPattern", config.nFrequencyPattern());
            settings.put("proportionalParameters", config.proportionalParameters());
            settings.put("randomLocSeed", config.randomLocSeed());
            settings.put("scaling", config.scaling());
        } else if (adapter.config() instanceof LoraConfig config) {
            settings.put("rank", config.rank());
            settings.put("alpha", config.alpha());
            settings.put("useRslora", config.useRslora());
        }
        settings.put("targetModules", adapter.config().fields().get("target_modules"));
        return settings;
    }

    /** Smallest norm of a layer. */
    public double minNorm() {
        return layers.stream().mapToDouble(Layer::norm).min().orElse(0);
    }

    /** Greatest norm of a layer. */
    public double maxNorm() {
        return layers.stream().mapToDouble(Layer::norm).max().orElse(0);
    }

    /** The figures for a program; values are texts, numbers, lists and maps. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", method);
        family.ifPresent(name -> {
            json.put("waveletFamily", name);
            json.put("orthonormal", WaveletFamily.of(name).isOrthonormal());
        });
        json.put("notes", notes);
        json.put("settings", settings);
        json.put("layers", layers.size());
        json.put("parameters", parameterCount);
        json.put("bytes", byteCount);
        json.put("dtype", storedAs);
        json.put("norm", Map.of("all", norm, "minLayer", minNorm(), "maxLayer", maxNorm()));
        json.put("identity", identity);
        List<Map<String, Object>> perLayer = new ArrayList<>();
        for (Layer layer : layers) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("module", layer.module());
            row.put("parameters", layer.count());
            row.put("norm", layer.norm());
            perLayer.add(row);
        }
        json.put("perLayer", perLayer);
        return json;
    }

    /** The figures for a reader, several lines without a line break at the end. */
    public String toText() {
        List<String> lines = new ArrayList<>();
        lines.add(line("method", method));
        family.ifPresent(name -> lines.add(line("wavelet family", name)));
        notes.forEach(note -> lines.add(line("note", note)));
        settings.forEach((name, value) -> {
            if (!(value instanceof Map<?, ?> map && map.isEmpty())) {
                lines.add(line(spaced(name), shortened(String.valueOf(value))));
            }
        });
        lines.add(line("layers", String.valueOf(layers.size())));
        lines.add(line("parameters", String.format(Locale.ROOT, "%,d (%s a layer)", parameterCount, countRange())));
        lines.add(line("size", String.format(Locale.ROOT, "%,d bytes as %s", byteCount, storedAs)));
        lines.add(line("norm", String.format(Locale.ROOT, "%.6g (layers %.6g to %.6g)", norm, minNorm(), maxNorm())));
        lines.add(line("identity", identity));
        return String.join("\n", lines);
    }

    private String countRange() {
        long least = layers.stream().mapToLong(Layer::count).min().orElse(0);
        long most = layers.stream().mapToLong(Layer::count).max().orElse(0);
        return least == most
                ? String.format(Locale.ROOT, "%,d", least)
                : String.format(Locale.ROOT, "%,d to %,d", least, most);
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-24s %s", name, value);
    }

    private static String spaced(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 160 ? visible : visible.substring(0, 157) + "...";
    }
}
