package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that PEFT 0.21 writes for a new adapter of a diffusers UNet, with their defaults. */
final class PeftDefaults {
    private PeftDefaults() {}

    static Map<String, Object> waveFt() {
        return load("waveft-defaults.json");
    }

    static Map<String, Object> lora() {
        return load("lora-defaults.json");
    }

    private static Map<String, Object> load(String resource) {
        try (InputStream in = PeftDefaults.class.getResourceAsStream(resource)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) Json.parse(in.readAllBytes())).forEach((name, value) -> fields.put((String) name, value));
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
