package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.waveft.LayerShape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetModulesTest {
    private static final Map<String, Object> PEFT = TestResources.json("peft-selections.json");

    /** Settings with the layers of the tiny UNet that PEFT 0.21's {@code check_target_module_exists} selects. */
    static List<Map<String, Object>> selections() {
        return TestResources.objects(PEFT.get("selections"));
    }

    /** Keys with what PEFT 0.21's {@code get_pattern_key} finds for each layer. */
    static List<Map<String, Object>> patterns() {
        return TestResources.objects(PEFT.get("patterns"));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void selectWhatPeftSelects(Map<String, Object> selection) {
        TargetModules targets = targets(TestResources.object(selection.get("fields")));

        assertThat(TestResources.strings(PEFT.get("linear")).stream().filter(targets::matches))
                .isEqualTo(TestResources.strings(selection.get("selected")));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void patternKeysAreFoundAsPeftFindsThem(Map<String, Object> pattern) {
        List<String> keys = TestResources.strings(pattern.get("keys"));

        TestResources.object(pattern.get("found"))
                .forEach((module, key) ->
                        assertThat(PatternKeys.matching(keys, module)).isEqualTo(key));
    }

    @Test
    void allLinearSelectsEverythingThatIsNotExcluded() {
        TargetModules targets = targets(Map.of("target_modules", "ALL-linear", "exclude_modules", List.of("proj")));

        assertThat(targets.matches("anything.at.all")).isTrue();
        assertThat(targets.matches("ff.net.0.proj")).isFalse();
    }

    @Test
    void refuseSettingsThatPeftRefuses() {
        assertThatThrownBy(() -> targets(Map.of("target_modules", ".*", "layers_to_transform", 1L)))
                .hasMessage("layers_to_transform and layers_pattern need target_modules as a list");
        assertThatThrownBy(() -> targets(Map.of("target_modules", List.of("to_q"), "layers_pattern", "layers")))
                .hasMessage("layers_pattern needs layers_to_transform");
        assertThatThrownBy(() -> targets(Map.of("target_modules", List.of("to_q", 1L))))
                .hasMessage("target_modules must be a list of texts, was [to_q, 1]");
        assertThatThrownBy(() -> targets(Map.of())).hasMessage("target_modules must be a list, was null");
        assertThatThrownBy(() -> targets(Map.of("target_modules", List.of("q"), "layers_to_transform", "all")))
                .hasMessage("layers_to_transform must be whole numbers, was all");
    }

    @Test
    void sayWhenTheySelectNothing() {
        TargetModules targets = targets(Map.of("target_modules", List.of("to_x")));

        assertThatThrownBy(() -> targets.select(Map.of("to_q", new LayerShape(2, 2))))
                .hasMessage("target_modules selects none of the base model's linear layers");
    }

    @Test
    void patternsOfManyExpressionsAreRefused() {
        List<String> keys = IntStream.range(0, 1001).mapToObj(i -> "x+" + i).toList();

        assertThatThrownBy(() -> PatternKeys.matching(keys, "to_q"))
                .hasMessage("a pattern has more than 1000 expressions");
    }

    private static TargetModules targets(Map<String, Object> fields) {
        return TargetModules.of(new ConfigFields(fields));
    }
}
