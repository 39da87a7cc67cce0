package io.wavemesh.local.demo;

import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects, for the report, what was trained and drawn with: as the services and the adapter's own file say it. */
final class SettingsTable {
    private final Map<String, String> entries = new LinkedHashMap<>();

    void put(String name, String value) {
        entries.put(name, value);
    }

    /** From the answer to a drawing request. */
    void drawing(Map<String, Object> generation) {
        copy(generation, "scheduler", "scheduler");
        copy(generation, "steps", "drawing steps");
        copy(generation, "guidanceScale", "guidance scale");
        copy(generation, "guidance_scale", "guidance scale");
        copy(generation, "size", "picture size");
    }

    /** From the adapter's description and its folder. */
    void adapter(Map<String, Object> described, DemoFolder folder) {
        copy(described, "baseModel", "base model");
        copy(described, "base_model", "base model");
        Adapter adapter = AdapterFolder.read(folder.adapter());
        Map<String, Object> trained = ServiceClient.fields(folder.provenance().getOrDefault("settings", Map.of()));
        copy(trained, "instancePrompt", "training prompt");
        copy(trained, "batch", "pictures a step");
        copy(trained, "learningRate", "learning rate");
        copy(trained, "seed", "training seed");
        put("method", adapter.config().method());
        if (adapter.config() instanceof WaveFtConfig config) {
            put("coefficients a layer", Integer.toString(config.nFrequency()));
            put("scaling", Float.toString(config.scaling()));
            put("position seed", Long.toString(config.randomLocSeed()));
            if (config.useIdwt()) {
                put("wavelet family", config.waveletFamily().name());
            }
        }
        put("adapted layers", Integer.toString(adapter.modules().size()));
    }

    Map<String, String> entries() {
        return entries;
    }

    private void copy(Map<String, Object> from, String key, String name) {
        if (from.get(key) != null) {
            put(name, from.get(key).toString());
        }
    }
}
