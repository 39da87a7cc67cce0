package io.wavemesh.sdxl.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wavemesh.sdxl.model.ModelFolderException;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private static final long END = 1023;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"tokenizer,tokenizer.tiny.ids", "tokenizer_2,tokenizer.tiny.ids_2"})
    void idsEqualTransformers(String name, String key) {
        try (ClipTokenizer tokenizer = ClipTokenizer.of(Golden.tinyModel().resolve(name))) {
            assertIds(tokenizer, key);
        }
    }

    @Test
    void idsEqualTransformersWithTheRealVocabulary() throws IOException {
        writeClipFolder();

        try (ClipTokenizer tokenizer = ClipTokenizer.of(folder)) {
            assertThat(tokenizer.endId()).isEqualTo(49407);
            assertIds(tokenizer, "tokenizer.clip49408.ids");
        }
    }

    @ParameterizedTest
    @CsvSource({"tokenizer,tokenizer.tiny.ids", "tokenizer_2,tokenizer.tiny.ids_2"})
    void readsAFolderWithTokenizerJsonAlone(String name, String key) throws IOException {
        Path source = Golden.tinyModel().resolve(name);
        Map<String, Object> json = object(TokenizerJson.read(source).json());
        json.put(
                "truncation", Map.of("max_length", 8L, "strategy", "LongestFirst", "stride", 0L, "direction", "Right"));
        json.put(
                "padding",
                Map.of(
                        "strategy",
                        Map.of("Fixed", 9L),
                        "direction",
                        "Right",
                        "pad_id",
                        3L,
                        "pad_type_id",
                        0L,
                        "pad_token",
                        "$"));
        Files.writeString(folder.resolve("tokenizer.json"), Json.write(json));
        Files.copy(source.resolve("tokenizer_config.json"), folder.resolve("tokenizer_config.json"));

        try (ClipTokenizer tokenizer = ClipTokenizer.of(folder)) {
            assertIds(tokenizer, key);
        }
    }

    @Test
    void longPromptKeepsTheEndToken() {
        try (ClipTokenizer tokenizer = tiny()) {
            long[] ids = tokenizer.encode("word ".repeat(500));

            assertThat(ids).hasSize(ClipTokenizer.LENGTH);
            assertThat(ids[76]).isEqualTo(END);
            assertThat(Arrays.stream(ids).filter(id -> id == END).count()).isEqualTo(1);
        }
    }

    @Test
    void emptyPromptIsStartAndEnd() {
        try (ClipTokenizer tokenizer = ClipTokenizer.of(Golden.tinyModel().resolve("tokenizer_2"))) {
            long[] ids = tokenizer.encode("");

            assertThat(ids[0]).isEqualTo(1022);
            assertThat(ids[1]).isEqualTo(END);
            assertThat(Arrays.stream(ids, 2, 77)).containsOnly(0L);
        }
    }

    @Test
    void caseWhiteSpaceAndCompositionDoNotMatter() {
        try (ClipTokenizer tokenizer = tiny()) {
            assertThat(tokenizer.encode("  A Caf\u00e9\u00a0 \tDOG\n")).isEqualTo(tokenizer.encode("a cafe\u0301 dog"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a \udc00 b", "\u0000", "a\u0000b", "\ufffe\uffff", "\ud83d\ude00\ud83d\ude00"})
    void takesAnyText(String prompt) {
        try (ClipTokenizer tokenizer = tiny()) {
            assertThat(tokenizer.encode(prompt)).hasSize(ClipTokenizer.LENGTH).startsWith(1022L);
        }
    }

    @Test
    void rejectsAPromptThatIsFarTooLong() {
        try (ClipTokenizer tokenizer = tiny()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokenizer.encode("x".repeat(100_001)))
                    .withMessage("prompt must have at most 100000 characters, has 100001");
        }
    }

    @Test
    void encodesFromSeveralThreads() {
        try (ClipTokenizer tokenizer = tiny()) {
            long[] expected = tokenizer.encode("a zjw dog in the jungle");

            assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> tokenizer.encode("a zjw dog in the jungle")))
                    .allSatisfy(ids -> assertThat(ids).isEqualTo(expected));
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertBroken("no-such-folder", "missing");
        Files.createDirectory(folder.resolve("empty"));
        assertBroken("empty", "vocab.json: missing");
    }

    @Test
    void namesWhatIsBroken() throws IOException {
        copyTiny("words");
        Files.writeString(folder.resolve("words/vocab.json"), "{\"a\": \"one\"}");
        assertBroken("words", "vocab.json: has an id that is not a whole number");
        Files.writeString(folder.resolve("words/vocab.json"), "{\"a\": 1}");
        assertBroken("words", "lacks the special token <|startoftext|>");
        Files.writeString(folder.resolve("words/vocab.json"), "[]");
        assertBroken("words", "vocab.json: must hold a JSON object");
        copyTiny("merges");
        Files.writeString(folder.resolve("merges/merges.txt"), "#version: 0.2\nnot-in-the-vocabulary neither\n");
        assertBroken("merges", "unusable tokenizer");
    }

    private void assertBroken(String name, String message) {
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ClipTokenizer.of(folder.resolve(name)))
                .withMessageContaining(name)
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }

    private static void assertIds(ClipTokenizer tokenizer, String key) {
        long[] expected = Golden.longs(key);
        List<String> prompts = Golden.prompts();
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(tokenizer.encode(prompts.get(i)))
                    .as(prompts.get(i))
                    .isEqualTo(Arrays.copyOfRange(expected, i * 77, (i + 1) * 77));
        }
    }

    private static ClipTokenizer tiny() {
        return ClipTokenizer.of(Golden.tinyModel().resolve("tokenizer"));
    }

    private void copyTiny(String name) throws IOException {
        Path target = Files.createDirectory(folder.resolve(name));
        Path source = Golden.tinyModel().resolve("tokenizer");
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json")) {
            Files.copy(source.resolve(file), target.resolve(file));
        }
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> object(String json) {
        return new LinkedHashMap<>((Map<String, Object>) Json.parse(json));
    }

    /** The published tokenizer's files, made from OpenAI's list of merges: bytes, bytes at the end of a word, merges. */
    private void writeClipFolder() throws IOException {
        List<String> bytes = new ArrayList<>();
        List<String> unprintable = new ArrayList<>();
        for (int b = 33; b < 256; b++) {
            if (b <= 126 || b >= 161 && b != 173) {
                bytes.add(Character.toString(b));
            }
        }
        for (int i = bytes.size(); i < 256; i++) {
            unprintable.add(Character.toString(256 + i - bytes.size()));
        }
        bytes.addAll(unprintable);
        List<String> merges = Golden.clipMerges().lines().skip(1).limit(48_894).toList();
        List<String> tokens = new ArrayList<>(bytes);
        bytes.forEach(b -> tokens.add(b + "</w>"));
        merges.forEach(merge -> tokens.add(merge.replace(" ", "")));
        tokens.add("<|startoftext|>");
        tokens.add("<|endoftext|>");
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        tokens.forEach(token -> vocabulary.put(token, (long) vocabulary.size()));
        Files.writeString(folder.resolve("vocab.json"), Json.write(vocabulary));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    }
}
