package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.AtomicFile;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adapter folders as PEFT reads and writes them: {@code adapter_config.json} and {@code adapter_model.safetensors}; also
 * diffusers' LoRA file {@code pytorch_lora_weights.safetensors}, which stands alone.
 */
public final class AdapterFolder {
    /** Name of the configuration in a folder. */
    public static final String CONFIG = "adapter_config.json";

    /** Name of the numbers in a folder. */
    public static final String MODEL = "adapter_model.safetensors";

    private static final long MAX_CONFIG_BYTES = 16 << 20;

    private AdapterFolder() {}

    /**
     * Reads a folder, which is treated as untrusted.
     *
     * @throws AdapterException if something is missing, malformed, not finite, unknown or contradicting; names file and
     *     key
     */
    public static Adapter read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AdapterException(folder + ": no such folder");
        }
        if (!Files.exists(folder.resolve(CONFIG)) && Files.exists(folder.resolve(DiffusersLora.FILE))) {
            return DiffusersLora.read(folder.resolve(DiffusersLora.FILE));
        }
        AdapterConfig config = readConfig(folder.resolve(CONFIG));
        Path model = folder.resolve(MODEL);
        if (!Files.exists(model)) {
            throw new AdapterException(model + ": no such file");
        }
        try (SafetensorsFile file = SafetensorsFile.open(model)) {
            return AdapterTensors.read(file, config);
        } catch (AdapterException e) {
            throw new AdapterException(model + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(e.getMessage(), e);
        }
    }

    private static AdapterConfig readConfig(Path path) {
        try {
            if (!Files.exists(path)) {
                throw new AdapterException("no such file");
            }
            if (Files.size(path) > MAX_CONFIG_BYTES) {
                throw new AdapterException("is larger than " + MAX_CONFIG_BYTES + " bytes");
            }
            if (!(Json.parse(Files.readAllBytes(path)) instanceof Map<?, ?> map)) {
                throw new AdapterException("is not a JSON object");
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> fields.put((String) name, value));
            return AdapterConfig.of(fields);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AdapterException(path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Writes a folder that PEFT accepts, with the keys, shapes and fields that PEFT writes; files that exist are
     * replaced, each in one move.
     *
     * @param adapter what to write
     * @param folder made if need be
     * @param dtype F32, F16 or BF16 (rounded to nearest, ties to even)
     * @throws AdapterException if a number overflows the type, or the folder cannot be written
     */
    public static void write(Adapter adapter, Path folder, DType dtype) {
        SafetensorsWriter model = AdapterTensors.writer(adapter, dtype);
        try {
            Files.createDirectories(folder);
            model.write(folder.resolve(MODEL));
            ByteBuffer config = ByteBuffer.wrap(
                    ascii(Json.pretty(new TreeMap<>(adapter.config().fields()))));
            AtomicFile.write(folder.resolve(CONFIG), channel -> {
                while (config.hasRemaining()) {
                    channel.write(config);
                }
            });
        } catch (IOException e) {
            throw new AdapterException(folder + ": cannot be written (" + e + ")", e);
        }
    }

    /** Escapes what is not ASCII: PEFT reads the file in the encoding of the machine. */
    private static byte[] ascii(String json) {
        StringBuilder out = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            out.append(c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
