package io.wavemesh.sdxl.tokenizer;

import io.wavemesh.sdxl.model.JsonFile;
import io.wavemesh.sdxl.model.ModelFolderException;
import io.wavemesh.waveft.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer's description in the format of Hugging Face's tokenizers library: a folder's own tokenizer.json, or one
 * made from vocab.json and merges.txt with the parts that transformers' CLIPTokenizer has. Truncation, padding and
 * start and end tokens are left to {@link ClipTokenizer}.
 */
final class TokenizerJson {
    private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private TokenizerJson() {}

    /** What {@link ClipTokenizer} needs: the description and the ids of the tokens that it adds itself. */
    record Description(String json, long start, long end, long pad) {}

    static Description read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelFolderException(folder, "missing");
        }
        SpecialTokens special = SpecialTokens.of(
                folder,
                optional(folder.resolve("tokenizer_config.json")),
                optional(folder.resolve("special_tokens_map.json")));
        Path own = folder.resolve("tokenizer.json");
        Map<String, Object> json;
        Map<String, Long> ids;
        if (Files.exists(own)) {
            json = new LinkedHashMap<>(JsonFile.read(own));
            if (!(json.get("model") instanceof Map<?, ?> model)) {
                throw new ModelFolderException(own, "has no model");
            }
            ids = ids(own, model.get("vocab"));
            json.put("truncation", null);
            json.put("padding", null);
            json.put("post_processor", null);
        } else {
            Path vocabulary = folder.resolve("vocab.json");
            ids = ids(vocabulary, JsonFile.read(vocabulary));
            json = made(special, ids, merges(folder.resolve("merges.txt")));
        }
        long start = id(folder, ids, special.start());
        long end = id(folder, ids, special.end());
        long pad = id(folder, ids, special.pad());
        id(folder, ids, special.unknown());
        json.put("added_tokens", withOwn(json.get("added_tokens"), special.added(ids)));
        return new Description(Json.write(json), start, end, pad);
    }

    private static Map<String, Object> made(SpecialTokens special, Map<String, Long> ids, List<String> merges) {
        Map<String, Object> normalizer = object(
                "type",
                "Sequence",
                "normalizers",
                List.of(
                        object("type", "NFC"),
                        object("type", "Replace", "pattern", object("Regex", "\\s+"), "content", " "),
                        object("type", "Lowercase")));
        Map<String, Object> split = object(
                "type",
                "Sequence",
                "pretokenizers",
                List.of(
                        object(
                                "type",
                                "Split",
                                "pattern",
                                object("Regex", WORDS),
                                "behavior",
                                "Removed",
                                "invert",
                                true),
                        object(
                                "type",
                                "ByteLevel",
                                "add_prefix_space",
                                false,
                                "trim_offsets",
                                true,
                                "use_regex",
                                true)));
        Map<String, Object> model = object(
                "type",
                "BPE",
                "dropout",
                null,
                "unk_token",
                special.unknown(),
                "continuing_subword_prefix",
                "",
                "end_of_word_suffix",
                "</w>",
                "fuse_unk",
                false,
                "byte_fallback",
                false,
                "vocab",
                ids,
                "merges",
                merges);
        return object(
                "version",
                "1.0",
                "truncation",
                null,
                "padding",
                null,
                "added_tokens",
                List.of(),
                "normalizer",
                normalizer,
                "pre_tokenizer",
                split,
                "post_processor",
                null,
                "decoder",
                null,
                "model",
                model);
    }

    private static List<Object> withOwn(Object given, List<Map<String, Object>> own) {
        List<Object> result = new ArrayList<>(given instanceof List<?> list ? list : List.of());
        for (Map<String, Object> token : own) {
            boolean known = result.stream()
                    .anyMatch(entry -> entry instanceof Map<?, ?> map
                            && token.get("content").equals(map.get("content")));
            if (!known) {
                result.add(token);
            }
        }
        return result;
    }

    private static List<String> merges(Path file) {
        String text = new String(JsonFile.bytes(file), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#version"))
                .map(String::strip)
                .toList();
    }

    private static Map<String, Long> ids(Path file, Object vocabulary) {
        if (!(vocabulary instanceof Map<?, ?> map)) {
            throw new ModelFolderException(file, "has no vocabulary");
        }
        Map<String, Long> ids = new LinkedHashMap<>();
        map.forEach((token, id) -> {
            if (!(id instanceof Long number) || number < 0 || number > Integer.MAX_VALUE) {
                throw new ModelFolderException(file, "has an id that is not a whole number");
            }
            ids.put((String) token, number);
        });
        return ids;
    }

    private static long id(Path folder, Map<String, Long> ids, String token) {
        Long id = ids.get(token);
        if (id == null) {
            throw new ModelFolderException(folder, "its vocabulary lacks the special token " + token);
        }
        return id;
    }

    private static Map<String, Object> optional(Path file) {
        return Files.exists(file) ? JsonFile.read(file) : Map.of();
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            result.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return result;
    }
}
