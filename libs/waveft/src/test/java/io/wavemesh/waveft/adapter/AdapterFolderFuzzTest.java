package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.JsonDamage;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapter folders that PEFT wrote, with damaged configurations; read, inspected and compared with the base model. */
class AdapterFolderFuzzTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"waveft_pattern, 1500, 1", "lora_r4, 1000, 2"})
    void damagedConfigurationsAreReadOrRefused(String adapter, int count, long seed) throws IOException {
        Path good = Golden.adapter(adapter);
        Map<String, LayerShape> layers = TestResources.linearLayers(Golden.tinyModel());
        String config = Files.readString(good.resolve(AdapterFolder.CONFIG));
        Files.copy(good.resolve(AdapterFolder.MODEL), folder.resolve(AdapterFolder.MODEL));

        FuzzReport report = FuzzRun.of("adapter-config-" + adapter, seed)
                .refusedBy(AdapterException.class)
                .within(Duration.ofSeconds(20))
                .run(count, random -> damaged(config, random), input -> {
                    Files.write(folder.resolve(AdapterFolder.CONFIG), input);
                    Adapter read = AdapterFolder.read(folder);
                    AdapterInspection.of(read).toJson();
                    read.requireFits(layers);
                });

        assertThat(report.refused()).isGreaterThan(count / 3);
        assertThat(report.read()).isPositive();
    }

    @Test
    void hostileNamesOfLayersMakeOneLineErrors() throws IOException {
        Files.copy(Golden.adapter("waveft_db1").resolve(AdapterFolder.CONFIG), folder.resolve(AdapterFolder.CONFIG));
        for (String name : new String[] {"a\r\nb", "x".repeat(1_000_000), "\u001B[31m", "../../to_q"}) {
            new SafetensorsWriter()
                    .add("base_model.model." + name + ".waveft_spectrum", new long[] {2}, new float[2])
                    .write(folder.resolve(AdapterFolder.MODEL));

            assertThatThrownBy(() -> AdapterFolder.read(folder))
                    .isInstanceOf(AdapterException.class)
                    .satisfies(e -> assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2000));
        }
    }

    /** Each expression alone stays within its limit; together, for every layer, they would take hours. */
    @Test
    void manyCostlyExpressionsInAPatternAreRefusedInTime() throws IOException {
        Path good = Golden.adapter("waveft_pattern");
        Map<String, Object> config =
                TestResources.object(Json.parse(Files.readAllBytes(good.resolve(AdapterFolder.CONFIG))));
        Map<String, Object> pattern = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            pattern.put("(?:[a-z0-9_.]*[a-z0-9_.]*[a-z0-9_.]*x" + i + ")", 1L);
        }
        config.put("n_frequency_pattern", pattern);
        Files.writeString(folder.resolve(AdapterFolder.CONFIG), Json.write(config));
        Files.copy(good.resolve(AdapterFolder.MODEL), folder.resolve(AdapterFolder.MODEL));

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThatThrownBy(() -> AdapterFolder.read(folder))
                        .isInstanceOf(AdapterException.class)
                        .hasMessageContaining("takes too long to match"));
    }

    @Test
    void patternOfTooManyKeysIsRefused() {
        Map<String, Object> pattern = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            pattern.put("to_q." + i, 1L);
        }

        assertThatThrownBy(() -> WaveFtConfig.builder()
                        .field("n_frequency_pattern", pattern)
                        .build())
                .isInstanceOf(AdapterException.class)
                .hasMessage("n_frequency_pattern must have at most 10000 entries, was 100000");
    }

    private static byte[] damaged(String config, SplittableRandom random) {
        byte[] text = JsonDamage.of(config, random).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(8) == 0 ? ByteDamage.of(text, random) : text;
    }
}
