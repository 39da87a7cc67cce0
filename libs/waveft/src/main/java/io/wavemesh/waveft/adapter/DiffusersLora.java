package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A LoRA of the UNet as diffusers saves it, without a configuration: keys {@code unet.<module>.lora_A.weight}, optionally
 * {@code unet.<module>.alpha}. Without an alpha it equals the rank.
 */
final class DiffusersLora {
    static final String FILE = "pytorch_lora_weights.safetensors";
    private static final String PREFIX = "unet.";
    private static final String ALPHA = ".alpha";

    private DiffusersLora() {}

    static Adapter read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Set<String> alphaKeys = new HashSet<>(file.tensors().keySet());
            alphaKeys.removeIf(key -> !key.endsWith(ALPHA) || !key.startsWith(PREFIX));
            Map<String, ModuleTensors> pairs = AdapterTensors.lowRankPairs(file, PREFIX, alphaKeys);
            if (pairs.isEmpty()) {
                throw new AdapterException("has no key " + PREFIX + "<module>" + AdapterTensors.DOWN);
            }
            return Adapter.stored(config(file, pairs), pairs, AdapterTensors.storedAs(file));
        } catch (AdapterException e) {
            throw new AdapterException(path + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(e.getMessage(), e);
        }
    }

    private static LoraConfig config(SafetensorsFile file, Map<String, ModuleTensors> pairs) {
        Map<String, Object> ranks = new TreeMap<>();
        Map<String, Object> alphas = new TreeMap<>();
        pairs.forEach((module, pair) -> {
            long rank = ((LowRankPair) pair).rank();
            ranks.put(module, rank);
            alphas.put(module, alpha(file, PREFIX + module + ALPHA, rank));
        });
        Object rank = ranks.values().iterator().next();
        Object alpha = alphas.values().iterator().next();
        ranks.values().removeIf(rank::equals);
        alphas.values().removeIf(alpha::equals);
        return LoraConfig.builder()
                .targetModules(pairs.keySet().stream().toList())
                .field("r", rank)
                .field("lora_alpha", alpha)
                .field("rank_pattern", ranks)
                .field("alpha_pattern", alphas)
                .build();
    }

    private static double alpha(SafetensorsFile file, String key, long rank) {
        if (!file.tensors().containsKey(key)) {
            return rank;
        }
        float[] values = file.floats(key);
        if (values.length != 1 || !Float.isFinite(values[0])) {
            throw new AdapterException(key + " is not one finite number");
        }
        return values[0];
    }
}
