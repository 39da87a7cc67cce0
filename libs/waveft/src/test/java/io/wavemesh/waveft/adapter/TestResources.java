package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What several tests of this package read. */
final class TestResources {
    private TestResources() {}

    /** A JSON object beside the tests. */
    static Map<String, Object> json(String name) {
        try (InputStream in = TestResources.class.getResourceAsStream(name)) {
            return object(Json.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> object(Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, field) -> fields.put((String) name, field));
        return fields;
    }

    static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(String.class::cast).toList();
    }

    static List<Map<String, Object>> objects(Object value) {
        return ((List<?>) value).stream().map(TestResources::object).toList();
    }

    /** All linear layers of a model folder's UNet, by module path. */
    static Map<String, LayerShape> linearLayers(Path modelFolder) {
        Map<String, LayerShape> layers = new TreeMap<>();
        try (SafetensorsFile file =
                SafetensorsFile.open(modelFolder.resolve("unet/diffusion_pytorch_model.safetensors"))) {
            file.tensors().values().forEach(entry -> {
                if (entry.name().endsWith(".weight") && entry.shape().length == 2) {
                    layers.put(
                            entry.name().substring(0, entry.name().length() - ".weight".length()),
                            new LayerShape((int) entry.shape()[0], (int) entry.shape()[1]));
                }
            });
        }
        return layers;
    }
}
