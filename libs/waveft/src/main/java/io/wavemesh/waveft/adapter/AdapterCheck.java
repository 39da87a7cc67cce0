package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.LayerShape;
import java.util.Map;

/** What must hold between configuration, numbers and base model. */
final class AdapterCheck {
    /** Ten times those of SDXL with its text encoders. */
    private static final int MAX_LAYERS = 10_000;

    private AdapterCheck() {}

    /** Checks the numbers against the configuration alone. */
    static void numbers(AdapterConfig config, Map<String, ModuleTensors> tensors) {
        if (tensors.isEmpty()) {
            throw new AdapterException("the adapter has no layer");
        }
        if (tensors.size() > MAX_LAYERS) {
            throw new AdapterException("the adapter has " + tensors.size() + " layers, at most " + MAX_LAYERS);
        }
        TargetModules targets = TargetModules.of(config);
        tensors.forEach((module, numbers) -> {
            if (!targets.matches(module)) {
                throw new AdapterException(module + " is not among the target_modules of the configuration");
            }
            if (config instanceof WaveFtConfig waveFt) {
                coefficients(module, waveFt, numbers);
            } else {
                lowRank(module, (LoraConfig) config, numbers);
            }
        });
    }

    private static void coefficients(String module, WaveFtConfig config, ModuleTensors numbers) {
        if (!(numbers instanceof Coefficients found)) {
            throw new AdapterException(module + " has LoRA factors in a WAVEFT adapter");
        }
        finite(module, found.values());
        if (!config.proportionalParameters()) {
            int expected = config.nFrequencyByPattern(module);
            if (found.parameterCount() != expected) {
                throw new AdapterException(module + " has " + found.parameterCount()
                        + " coefficients, its configuration says " + expected);
            }
        }
    }

    private static void lowRank(String module, LoraConfig config, ModuleTensors numbers) {
        if (!(numbers instanceof LowRankPair pair)) {
            throw new AdapterException(module + " has coefficients in a LORA adapter");
        }
        finite(module, pair.down());
        finite(module, pair.up());
        if (pair.rank() != config.rank(module)) {
            throw new AdapterException(
                    module + " has rank " + pair.rank() + ", its configuration says " + config.rank(module));
        }
    }

    private static void finite(String module, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new AdapterException(module + " holds a number that is not finite (" + value + ")");
            }
        }
    }

    /** Checks one layer's numbers against the shape of its weight. */
    static void fits(String module, ModuleTensors numbers, LayerShape shape) {
        if (numbers instanceof LowRankPair pair && (pair.out() != shape.out() || pair.in() != shape.in())) {
            throw new AdapterException(module + " is " + shape + " in the base model, the adapter's is [" + pair.out()
                    + ", " + pair.in() + "]");
        }
        if (numbers instanceof Coefficients && numbers.parameterCount() > shape.size()) {
            throw new AdapterException(module + " has " + numbers.parameterCount() + " coefficients, more than the "
                    + shape.size() + " weights of " + shape);
        }
    }

    /** Checks a whole adapter against a base model. */
    static void against(Adapter adapter, Map<String, LayerShape> linearLayers) {
        for (String module : adapter.modules()) {
            LayerShape shape = linearLayers.get(module);
            if (shape == null) {
                throw new AdapterException("the base model has no linear layer " + module);
            }
            fits(module, adapter.tensors(module), shape);
        }
        for (String module :
                TargetModules.of(adapter.config()).select(linearLayers).keySet()) {
            if (!adapter.modules().contains(module)) {
                throw new AdapterException("the adapter lacks the layer " + module);
            }
        }
        if (adapter.config() instanceof WaveFtConfig config && config.proportionalParameters()) {
            config.counts(linearLayers).forEach((module, expected) -> {
                long found = adapter.tensors(module).parameterCount();
                if (found != expected) {
                    throw new AdapterException(module + " has " + found + " coefficients, its share of "
                            + config.nFrequency() + " a layer is " + expected);
                }
            });
        }
    }
}
