package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Translates between the keys of adapter files and module paths; the one place that knows PEFT's key names. */
final class AdapterTensors {
    static final String DOWN = ".lora_A.weight";
    static final String UP = ".lora_B.weight";
    private static final String PREFIX = "base_model.model.";
    private static final String SPECTRUM = ".waveft_spectrum";

    private AdapterTensors() {}

    static Adapter read(SafetensorsFile file, AdapterConfig config) {
        Map<String, ModuleTensors> tensors =
                config instanceof WaveFtConfig ? coefficients(file) : lowRankPairs(file, PREFIX, Set.of());
        return Adapter.stored(config, tensors, storedAs(file));
    }

    private static Map<String, ModuleTensors> coefficients(SafetensorsFile file) {
        Map<String, ModuleTensors> tensors = new TreeMap<>();
        for (TensorEntry entry : file.tensors().values()) {
            String module = module(entry.name(), PREFIX, SPECTRUM);
            if (entry.shape().length != 1 || entry.elementCount() == 0) {
                throw wrongShape(entry, "[count]");
            }
            tensors.put(module, new Coefficients(floats(file, entry)));
        }
        return tensors;
    }

    /**
     * All pairs of a file.
     *
     * @param ignored keys that belong to no pair and are read elsewhere
     */
    static Map<String, ModuleTensors> lowRankPairs(SafetensorsFile file, String prefix, Set<String> ignored) {
        Set<String> modules = new TreeSet<>();
        for (String name : file.tensors().keySet()) {
            if (!ignored.contains(name)) {
                modules.add(module(name, prefix, name.endsWith(UP) ? UP : DOWN));
            }
        }
        Map<String, ModuleTensors> tensors = new TreeMap<>();
        for (String module : modules) {
            tensors.put(module, lowRankPair(file, prefix + module));
        }
        return tensors;
    }

    private static LowRankPair lowRankPair(SafetensorsFile file, String key) {
        TensorEntry down = matrix(file, key + DOWN);
        TensorEntry up = matrix(file, key + UP);
        long rank = down.shape()[0];
        if (up.shape()[1] != rank) {
            throw wrongShape(up, "[out, " + rank + "]");
        }
        return new LowRankPair(
                (int) up.shape()[0], (int) down.shape()[1], (int) rank, floats(file, down), floats(file, up));
    }

    private static TensorEntry matrix(SafetensorsFile file, String key) {
        TensorEntry entry = file.tensors().get(key);
        if (entry == null) {
            throw new AdapterException("lacks the key " + key);
        }
        long[] shape = entry.shape();
        if (shape.length != 2
                || entry.elementCount() == 0
                || Arrays.stream(shape).anyMatch(n -> n > 1 << 24)) {
            throw wrongShape(entry, "that of a linear layer");
        }
        return entry;
    }

    private static float[] floats(SafetensorsFile file, TensorEntry entry) {
        if (!entry.dtype().isFloating()) {
            throw new AdapterException(entry.name() + " holds " + entry.dtype() + ", not floating-point numbers");
        }
        return file.floats(entry.name());
    }

    private static String module(String key, String prefix, String suffix) {
        if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length() <= prefix.length() + suffix.length()) {
            throw new AdapterException(
                    "has the unexpected key " + shown(key) + ", expected " + prefix + "<module>" + suffix);
        }
        return key.substring(prefix.length(), key.length() - suffix.length());
    }

    private static String shown(String key) {
        String visible = key.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 200 ? visible : visible.substring(0, 197) + "...";
    }

    private static AdapterException wrongShape(TensorEntry entry, String expected) {
        return new AdapterException(
                entry.name() + " has shape " + Arrays.toString(entry.shape()) + ", expected " + expected);
    }

    static DType storedAs(SafetensorsFile file) {
        return file.tensors().values().stream()
                .map(TensorEntry::dtype)
                .findFirst()
                .orElse(DType.F32);
    }

    static SafetensorsWriter writer(Adapter adapter, DType dtype) {
        if (!Set.of(DType.F32, DType.F16, DType.BF16).contains(dtype)) {
            throw new AdapterException("adapters are written as F32, F16 or BF16, not " + dtype);
        }
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        for (String module : adapter.modules()) {
            String key = PREFIX + module;
            if (adapter.tensors(module) instanceof LowRankPair pair) {
                add(writer, key + DOWN, dtype, new long[] {pair.rank(), pair.in()}, pair.down());
                add(writer, key + UP, dtype, new long[] {pair.out(), pair.rank()}, pair.up());
            } else {
                float[] values = adapter.coefficients(module);
                add(writer, key + SPECTRUM, dtype, new long[] {values.length}, values);
            }
        }
        return writer;
    }

    private static void add(SafetensorsWriter writer, String key, DType dtype, long[] shape, float[] values) {
        float most = dtype == DType.F16 ? 65519.996f : dtype == DType.BF16 ? 0x1.feffffp127f : Float.MAX_VALUE;
        for (float value : values) {
            if (Math.abs(value) > most) {
                throw new AdapterException(key + " holds " + value + ", too large for " + dtype);
            }
        }
        writer.add(key, dtype, shape, values);
    }
}
