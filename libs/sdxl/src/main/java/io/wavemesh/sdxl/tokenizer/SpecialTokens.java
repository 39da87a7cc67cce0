package io.wavemesh.sdxl.tokenizer;

import io.wavemesh.sdxl.model.ModelFolderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Start, end, unknown and padding token of a tokenizer folder, out of tokenizer_config.json and special_tokens_map.json
 * (the latter is asked where the former is silent).
 */
record SpecialTokens(String start, String end, String unknown, String pad, Map<String, Map<?, ?>> attributes) {
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    /**
     * @param folder for messages
     * @param config tokenizer_config.json, may be empty
     * @param map special_tokens_map.json, may be empty
     */
    static SpecialTokens of(Path folder, Map<String, Object> config, Map<String, Object> map) {
        Map<String, Map<?, ?>> attributes = new LinkedHashMap<>();
        if (config.get("added_tokens_decoder") instanceof Map<?, ?> decoder) {
            decoder.values().forEach(token -> remember(attributes, token));
        }
        String end = content(folder, "eos_token", config, map, END, attributes);
        return new SpecialTokens(
                content(folder, "bos_token", config, map, START, attributes),
                end,
                content(folder, "unk_token", config, map, END, attributes),
                content(folder, "pad_token", config, map, end, attributes),
                attributes);
    }

    /** The entries of tokenizer.json's {@code added_tokens} for these tokens. */
    List<Map<String, Object>> added(Map<String, Long> ids) {
        Map<String, Map<String, Object>> result = new LinkedHashMap<>();
        for (String token : List.of(start, end, unknown, pad)) {
            Map<?, ?> given = attributes.getOrDefault(token, Map.of());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", ids.get(token));
            entry.put("content", token);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                entry.put(flag, Boolean.TRUE.equals(given.get(flag)));
            }
            entry.put("special", true);
            result.putIfAbsent(token, entry);
        }
        return new ArrayList<>(result.values());
    }

    private static String content(
            Path folder,
            String key,
            Map<String, Object> config,
            Map<String, Object> map,
            String absent,
            Map<String, Map<?, ?>> attributes) {
        remember(attributes, map.get(key));
        remember(attributes, config.get(key));
        Object value = config.get(key) != null ? config.get(key) : map.get(key);
        if (value instanceof Map<?, ?> token) {
            value = token.get("content");
        }
        if (value == null) {
            return absent;
        }
        if (!(value instanceof String text) || text.isEmpty()) {
            throw new ModelFolderException(folder, key + " must be a token");
        }
        return text;
    }

    private static void remember(Map<String, Map<?, ?>> attributes, Object token) {
        if (token instanceof Map<?, ?> given && given.get("content") instanceof String content) {
            attributes.putIfAbsent(content, given);
        }
    }
}
