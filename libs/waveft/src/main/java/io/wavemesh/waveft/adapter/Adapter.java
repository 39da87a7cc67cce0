package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.DeltaMap;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.safetensors.DType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained adapter: configuration and numbers of each adapted layer. Immutable, safe for several threads.
 */
public final class Adapter {
    private static final long OWN_CACHE_BYTES = 64L << 20;

    private final AdapterConfig config;
    private final SortedMap<String, ModuleTensors> tensors;
    private final DType storedAs;
    private final DeltaMapCache maps = new DeltaMapCache(OWN_CACHE_BYTES);

    private Adapter(AdapterConfig config, Map<String, ? extends ModuleTensors> tensors, DType storedAs) {
        this.config = config;
        this.tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        this.storedAs = storedAs;
        AdapterCheck.numbers(config, this.tensors);
    }

    /**
     * An adapter of single-precision numbers.
     *
     * @param config configuration
     * @param tensors numbers by module path: {@link Coefficients} for WaveFT and SHiRA, {@link LowRankPair} for LoRA
     * @throws AdapterException if there are none, or one is not finite or disagrees with the configuration
     */
    public static Adapter of(AdapterConfig config, Map<String, ? extends ModuleTensors> tensors) {
        return new Adapter(config, tensors, DType.F32);
    }

    static Adapter stored(AdapterConfig config, Map<String, ? extends ModuleTensors> tensors, DType storedAs) {
        return new Adapter(config, tensors, storedAs);
    }

    /** Its configuration. */
    public AdapterConfig config() {
        return config;
    }

    /** Module paths of the adapted layers, such as {@code mid_block.attentions.0.transformer_blocks.0.attn1.to_q}. */
    public Set<String> modules() {
        return tensors.keySet();
    }

    /**
     * The numbers of one layer.
     *
     * @throws AdapterException if the layer is not adapted
     */
    public ModuleTensors tensors(String module) {
        ModuleTensors found = tensors.get(module);
        if (found == null) {
            throw new AdapterException("the adapter has no layer " + module);
        }
        return found;
    }

    /**
     * The coefficients of one layer, in draw order; a copy.
     *
     * @throws AdapterException if the layer is not adapted, or by LoRA
     */
    public float[] coefficients(String module) {
        if (tensors(module) instanceof Coefficients coefficients) {
            return coefficients.values();
        }
        throw new AdapterException("the adapter has no coefficients: it is a LoRA");
    }

    /** Type of the numbers in the file that it came from; single precision for a new one. */
    public DType storedAs() {
        return storedAs;
    }

    /** How many numbers it has. */
    public long parameterCount() {
        return tensors.values().stream()
                .mapToLong(ModuleTensors::parameterCount)
                .sum();
    }

    /** Factor on one layer's change. */
    public float scaling(String module) {
        return config instanceof LoraConfig lora ? lora.scaling(module) : ((WaveFtConfig) config).scaling();
    }

    /** As {@link #delta(String, int, int, DeltaMapCache)}, with maps shared among the layers of this adapter. */
    public Delta delta(String module, int out, int in) {
        return delta(module, out, in, maps);
    }

    /**
     * What the adapter adds to one layer's weight, scaling included: few weights for WaveFT and SHiRA, all for LoRA.
     *
     * @param module its path
     * @param out rows of its weight
     * @param in columns of its weight
     * @param cache maps shared with other adapters
     * @throws AdapterException if the layer is not adapted, or the numbers do not fit the shape
     */
    public Delta delta(String module, int out, int in, DeltaMapCache cache) {
        ModuleTensors found = tensors(module);
        AdapterCheck.fits(module, found, new LayerShape(out, in));
        if (found instanceof LowRankPair pair) {
            return new DenseDelta(pair.product(scaling(module)));
        }
        DeltaMap map = map(module, out, in, cache);
        return new SparseDelta(map.touched(), map.apply(coefficients(module), scaling(module)));
    }

    /**
     * The map from one layer's coefficients to its weights.
     *
     * @throws AdapterException if the layer is not adapted, by LoRA, or the count does not fit the shape
     */
    public DeltaMap map(String module, int out, int in, DeltaMapCache cache) {
        int count = coefficients(module).length;
        AdapterCheck.fits(module, tensors(module), new LayerShape(out, in));
        return ((WaveFtConfig) config).map(out, in, count, cache);
    }

    /**
     * Checks the adapter against a base model: the same layers as its configuration selects, with the counts and shapes
     * that belong to them.
     *
     * @param linearLayers all linear layers of the base model by module path
     * @throws AdapterException that names the first layer at fault
     */
    public void requireFits(Map<String, LayerShape> linearLayers) {
        AdapterCheck.against(this, linearLayers);
    }

    /** SHA-256, in hexadecimal, over the numbers and those settings that give them a meaning; nothing else. */
    public String identity() {
        return AdapterIdentity.of(this);
    }
}
