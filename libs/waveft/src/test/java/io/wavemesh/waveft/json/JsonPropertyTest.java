package io.wavemesh.waveft.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertyTest {
    @Provide
    Arbitrary<Object> values() {
        return values(4);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<String> texts =
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(12);
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts.asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.just(null));
        if (depth == 0) {
            return leaves;
        }
        return Arbitraries.oneOf(
                leaves,
                values(depth - 1).list().ofMaxSize(4).asGeneric(),
                Arbitraries.maps(texts, values(depth - 1)).ofMaxSize(4).asGeneric());
    }

    @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenReadsTheSame(@ForAll("values") Object value) {
        assertThat(Json.parse(Json.write(value))).isEqualTo(value);
        assertThat(Json.parse(Json.pretty(value).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(value);
    }

    @Property(tries = 3000, seed = "2", edgeCases = EdgeCasesMode.NONE)
    void brokenTextsEndInAJsonExceptionOnly(
            @ForAll("values") Object value, @ForAll int place, @ForAll byte replacement, @ForAll boolean cut) {
        byte[] bytes = Json.write(value).getBytes(StandardCharsets.UTF_8);
        int at = Math.floorMod(place, bytes.length);
        byte[] broken = cut ? Arrays.copyOf(bytes, at) : bytes;
        if (!cut) {
            broken[at] = replacement;
        }
        try {
            Object read = Json.parse(broken);
            assertThat(Json.parse(Json.write(read))).isEqualTo(read);
        } catch (JsonException e) {
            assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
        }
    }
}
