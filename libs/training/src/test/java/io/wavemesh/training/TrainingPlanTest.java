package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import io.wavemesh.waveft.json.Json;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {

    private static ModelFolder model;

    @BeforeAll
    static void open() {
        model = ModelFolder.open(Golden.tinyModel());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void defaultsAreThePapersWhereTheModelHasNone() {
        TrainingPlan plan = TrainingPlan.resolve(Map.of(), model);

        assertThat(plan.adapter()).isInstanceOfSatisfying(WaveFtConfig.class, config -> {
            assertThat(config.method()).isEqualTo("waveft");
            assertThat(config.nFrequency()).isEqualTo(2592);
            assertThat(config.scaling()).isEqualTo(25);
            assertThat(config.waveletFamily().name()).isEqualTo("db1");
            assertThat(config.randomLocSeed()).isEqualTo(777);
        });
        assertThat(plan.optimizer()).isEqualTo(new OptimizerPlan(1e-4, 1e-4, 1));
        assertThat(plan.steps()).isEqualTo(500);
        assertThat(plan.batch()).isEqualTo(4);
        assertThat(plan.resolution()).isEqualTo(128);
        assertThat(plan.prompts().instanceToken()).isEqualTo("zjw");
    }

    @Test
    void promptIsTheTemplateFilledIn() {
        TrainingPlan plan = TrainingPlan.resolve(Map.of("classNoun", "dog", "instanceToken", "sks"), model);

        assertThat(plan.prompts().texts(4)).containsExactly("a sks dog");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"steps": 0}                               | steps must be a whole number in 1..1000000, was 0
                    {"steps": 2.5}                             | steps must be a whole number in 1..1000000, was 2.5
                    {"batch": "four"}                          | batch must be a whole number in 1..1024, was four
                    {"learningRate": -1}                       | learningRate must be a number in 0.0..1000.0, was -1
                    {"seed": -1}                               | seed must be a whole number in 0..9223372036854775807, was -1
                    {"method": "dora"}                         | method must be waveft, shira or lora, was dora
                    {"rank": 4}                                | rank means nothing for the method waveft
                    {"method": "lora", "scaling": 2}           | scaling means nothing for the method lora
                    {"waveletFamily": "db99"}                  | wavelet_family
                    {"resolution": 100}                        | resolution must be a multiple of 8, was 100
                    {"randomLocSeed": 4294967296}              | randomLocSeed must be a whole number in 0..4294967295
                    {"nFrequencyPattern": {"to_q": 0}}         | nFrequencyPattern.to_q must be a whole number from 1, was 0
                    {"proportionalParameters": 1}              | proportionalParameters must be true or false, was 1
                    {"classNoun": " "}                         | classNoun must be a word
                    {"learninRate": 1}                         | unknown training setting learninRate
                    """)
    void badSettingIsNamed(String json, String message) {
        @SuppressWarnings("unchecked") // a JSON object
        Map<String, Object> settings = (Map<String, Object>) Json.parse(json);

        assertThatThrownBy(() -> TrainingPlan.resolve(settings, model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void continuedTrainingTakesTheAdaptersConfiguration() {
        Adapter adapter = GoldenAdapter.of("lora_r4", "init");

        TrainingPlan plan = TrainingPlan.continuing(adapter, Map.of("learningRate", 0.5, "rank", 4), model);

        assertThat(plan.adapter()).isInstanceOf(LoraConfig.class).isEqualTo(adapter.config());
        assertThat(plan.optimizer().learningRate()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({"method, lora", "nFrequency, 25", "waveletFamily, db2", "scaling, 24", "rank, 4", "randomLocSeed, 1"})
    void contradictionToTheAdapterIsNamed(String setting, String value) {
        Adapter adapter = GoldenAdapter.of("waveft_db1", "init");
        Object given = value.matches("\\d+") ? (Object) Long.valueOf(value) : value;

        assertThatThrownBy(() -> TrainingPlan.continuing(adapter, Map.of(setting, given), model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting + " contradicts the adapter");
    }
}
