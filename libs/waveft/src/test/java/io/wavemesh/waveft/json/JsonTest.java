package io.wavemesh.waveft.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValueInTheTextsOrder() {
        Object value = Json.parse(" {\"b\": [1, -2.5e1, true, false, null, \"x\"], \"a\": {}, \"c\": []} ");

        assertThat(value).isInstanceOf(LinkedHashMap.class);
        assertThat(((Map<?, ?>) value).keySet().toArray()).containsExactly("b", "a", "c");
        assertThat(((Map<?, ?>) value).get("b")).isEqualTo(Arrays.asList(1L, -25.0, true, false, null, "x"));
        assertThat(((Map<?, ?>) value).get("a")).isEqualTo(Map.of());
        assertThat(((Map<?, ?>) value).get("c")).isEqualTo(List.of());
    }

    @Test
    void keepsIntegersExact() {
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.parse("9007199254740993")).isEqualTo(9007199254740993L);
        assertThat(Json.parse("1000000000000000019884624838656")).isEqualTo(1e30);
        assertThat(Json.parse("25.0")).isEqualTo(25.0);
    }

    @Test
    void readsEscapes() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""))
                .isEqualTo("\"\\/\b\f\n\r\t\u00e9\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:2}",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e999",
                "-1e999",
                "NaN",
                "Infinity",
                "nul",
                "True",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "\"\\ud83d\"",
                "\"\\ude00\\ud83d\"",
                "\"a\nb\"",
                "1 2",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "// x\n1"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching("bad JSON at line \\d+, column \\d+: .+");
    }

    @Test
    void namesThePlaceOfAFault() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": 1,\n  \"b\": ?\n}"))
                .hasMessage("bad JSON at line 3, column 8: unexpected character");
        assertThatThrownBy(() -> Json.parse("{\"a\": 1, \"a\": 2}"))
                .hasMessage("bad JSON at line 1, column 10: repeated key \"a\"");
    }

    @Test
    void boundsTheDepth() {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(Json.write(Json.parse(deepest))).isEqualTo(deepest);

        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).hasMessageContaining("nested deeper than 64");
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(65))).hasMessageContaining("nested deeper than 64");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xc3, '"'})).hasMessage("not UTF-8 text");
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
                .hasMessage("not UTF-8 text");
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(Json.parse("\ufeff[1]".getBytes(StandardCharsets.UTF_8))).isEqualTo(List.of(1L));
    }

    @Test
    void writesAsPythonLaysItOut() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", List.of(1L, 2.5));
        value.put("b", Map.of());
        value.put("c", List.of());
        value.put("d", null);

        assertThat(Json.pretty(value))
                .isEqualTo("{\n  \"a\": [\n    1,\n    2.5\n  ],\n  \"b\": {},\n  \"c\": [],\n  \"d\": null\n}");
        assertThat(Json.write(value)).isEqualTo("{\"a\":[1,2.5],\"b\":{},\"c\":[],\"d\":null}");
    }

    @Test
    void writesArraysOfNumbers() {
        assertThat(Json.write(List.of(new long[] {1, 2}, new float[] {0.1f}, new String[] {"x"})))
                .isEqualTo("[[1,2],[0.1],[\"x\"]]");
    }

    @Test
    void refusesWhatJsonHasNoFormFor() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);

        assertThatThrownBy(() -> Json.write(Double.NaN)).hasMessage("JSON has no form for NaN");
        assertThatThrownBy(() -> Json.write(Float.NEGATIVE_INFINITY)).hasMessage("JSON has no form for -Infinity");
        assertThatThrownBy(() -> Json.write(new Object())).hasMessage("JSON has no form for java.lang.Object");
        assertThatThrownBy(() -> Json.write(Map.of(1, 2))).hasMessage("JSON keys are strings, not 1");
        assertThatThrownBy(() -> Json.write(itself)).hasMessage("nested deeper than 64");
    }
}
