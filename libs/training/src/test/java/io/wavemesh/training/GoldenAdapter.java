package io.wavemesh.training;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterConfig;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Adapters out of the golden vectors: of a case, its numbers before training, its gradient, its numbers after. */
final class GoldenAdapter {

    private static final String A = ".lora_A";
    private static final String B = ".lora_B";

    private GoldenAdapter() {}

    static AdapterConfig config(String tag) {
        return AdapterFolder.read(Golden.adapter(tag)).config();
    }

    /** The numbers of all layers under {@code <tag>.<what>.}, as an adapter. */
    static Adapter of(String tag, String what) {
        AdapterConfig config = config(tag);
        Map<String, ModuleTensors> tensors = new TreeMap<>();
        String prefix = tag + "." + what + ".";
        boolean lora = config instanceof LoraConfig;
        for (String key : Golden.keys(prefix)) {
            String module = key.substring(prefix.length());
            if (!lora) {
                tensors.put(module, new Coefficients(Golden.floats(key)));
            } else if (module.endsWith(A)) {
                String path = module.substring(0, module.length() - A.length());
                long[] down = Golden.shape(key);
                String up = prefix + path + B;
                tensors.put(
                        path,
                        new LowRankPair(
                                (int) Golden.shape(up)[0],
                                (int) down[1],
                                (int) down[0],
                                Golden.floats(key),
                                Golden.floats(up)));
            }
        }
        return Adapter.of(config, tensors);
    }

    /** One layer's numbers, of LoRA A then B. */
    static float[] numbers(Adapter adapter, String module) {
        if (adapter.tensors(module) instanceof LowRankPair pair) {
            float[] both = Arrays.copyOf(pair.down(), pair.down().length + pair.up().length);
            System.arraycopy(pair.up(), 0, both, pair.down().length, pair.up().length);
            return both;
        }
        return adapter.coefficients(module);
    }
}
