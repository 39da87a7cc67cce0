package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationPlannerTest {
    private static final GenerationInput BARE = new GenerationInput(
            Caller.anybody(),
            Optional.of("a dog"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    private final AdapterRegistry registry = new AdapterRegistry();
    private final GenerationPlanner planner = new GenerationPlanner(
            new ScriptedGenerator().profile(), new GenerationLimits(4, 50, 64 * 128, 20, 2), registry, () -> 77);

    @Test
    void fillsWhatIsAbsentFromTheModel() {
        GenerationSettings settings = ready(BARE);

        assertThat(settings)
                .isEqualTo(new GenerationSettings(
                        "a dog",
                        Optional.empty(),
                        1,
                        77,
                        new PictureSize(64, 64),
                        new Sampling("euler", "leading", 4, 5),
                        List.of()));
    }

    @Test
    void takesWhatIsGiven() {
        registry.announce(Announcements.of("rex"));
        GenerationInput input = new GenerationInput(
                Caller.anybody(),
                Optional.of("a dog"),
                Optional.of("a cat"),
                Optional.of("nano"),
                Optional.of(3),
                Optional.of(5L),
                Optional.of("128x64"),
                Optional.of(7),
                Optional.of(2.5),
                Optional.of("ddim"),
                Optional.of("trailing"),
                List.of(new GenerationInput.Selection(Optional.of("rex"), Optional.of(0.5))));

        GenerationSettings settings = ready(input);

        assertThat(settings.negativePrompt()).contains("a cat");
        assertThat(settings.count()).isEqualTo(3);
        assertThat(settings.tasks()).extracting(ImageTask::seed).containsExactly(5L, 6L, 7L);
        assertThat(settings.size()).hasToString("128x64");
        assertThat(settings.sampling()).isEqualTo(new Sampling("ddim", "trailing", 7, 2.5));
        assertThat(settings.adapters().get(0).weight()).isEqualTo(0.5);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("prompt", i -> with(i, "prompt", null)),
                fault("prompt", i -> with(i, "prompt", "x".repeat(21))),
                fault("negative_prompt", i -> with(i, "negative", "x".repeat(21))),
                fault("n", i -> with(i, "n", 0)),
                fault("n", i -> with(i, "n", 5)),
                fault("seed", i -> with(i, "seed", -1L)),
                fault("seed", i -> with(i, "seed", Long.MAX_VALUE)),
                fault("size", i -> with(i, "size", "big")),
                fault("size", i -> with(i, "size", "0x64")),
                fault("size", i -> with(i, "size", "65x64")),
                fault("size", i -> with(i, "size", "128x128")),
                fault("steps", i -> with(i, "steps", 0)),
                fault("steps", i -> with(i, "steps", 51)),
                fault("guidance_scale", i -> with(i, "guidance", -0.1)),
                fault("guidance_scale", i -> with(i, "guidance", Double.NaN)),
                fault("scheduler", i -> with(i, "scheduler", "magic")),
                fault("timestep_spacing", i -> with(i, "spacing", "magic")),
                fault("adapters", i -> with(i, "adapters", List.of(chosen("a", 1), chosen("b", 1), chosen("c", 1)))),
                fault("adapters[0].id", i -> with(i, "adapters", List.of(chosen(null, 1)))),
                fault("adapters[0].id", i -> with(i, "adapters", List.of(chosen("../x", 1)))),
                fault("adapters[1].id", i -> with(i, "adapters", List.of(chosen("a", 1), chosen("a", 2)))),
                fault("adapters[0].weight", i -> with(i, "adapters", List.of(chosen("a", 10.5)))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheFieldAtFault(String field, UnaryOperator<GenerationInput> change) {
        GenerationPlan plan = planner.plan(change.apply(BARE));

        assertThat(plan).isInstanceOf(GenerationPlan.Invalid.class);
        assertThat(((GenerationPlan.Invalid) plan).violations())
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @Test
    void reportsAllFaultsTogether() {
        GenerationPlan plan = planner.plan(with(with(BARE, "n", 99), "steps", 99));

        assertThat(((GenerationPlan.Invalid) plan).violations()).hasSize(2);
    }

    @Test
    void knowsNoOtherModelAndNoOtherAdapter() {
        assertThat(planner.plan(with(BARE, "model", "dall-e-9"))).isInstanceOf(GenerationPlan.UnknownModel.class);
        assertThat(planner.plan(with(BARE, "adapters", List.of(chosen("rex", 1)))))
                .isInstanceOf(GenerationPlan.UnknownAdapter.class);
    }

    @Test
    void refusesAnAdapterOfAnotherBaseModel() {
        registry.announce(Announcements.of("rex", "s", "b".repeat(64), "w"));

        assertThat(planner.plan(with(BARE, "adapters", List.of(chosen("rex", 1)))))
                .isInstanceOf(GenerationPlan.OtherBaseModel.class);
    }

    private GenerationSettings ready(GenerationInput input) {
        return ((GenerationPlan.Ready) planner.plan(input)).settings();
    }

    private static Arguments fault(String field, UnaryOperator<GenerationInput> change) {
        return Arguments.of(field, change);
    }

    private static GenerationInput.Selection chosen(String id, double weight) {
        return new GenerationInput.Selection(Optional.ofNullable(id), Optional.of(weight));
    }

    @SuppressWarnings("unchecked") // the tests give each field its own type
    private static GenerationInput with(GenerationInput i, String field, Object value) {
        return new GenerationInput(
                Caller.anybody(),
                field.equals("prompt") ? Optional.ofNullable((String) value) : i.prompt(),
                field.equals("negative") ? Optional.of((String) value) : i.negativePrompt(),
                field.equals("model") ? Optional.of((String) value) : i.model(),
                field.equals("n") ? Optional.of((Integer) value) : i.count(),
                field.equals("seed") ? Optional.of((Long) value) : i.seed(),
                field.equals("size") ? Optional.of((String) value) : i.size(),
                field.equals("steps") ? Optional.of((Integer) value) : i.steps(),
                field.equals("guidance") ? Optional.of((Double) value) : i.guidanceScale(),
                field.equals("scheduler") ? Optional.of((String) value) : i.scheduler(),
                field.equals("spacing") ? Optional.of((String) value) : i.timestepSpacing(),
                field.equals("adapters") ? (List<GenerationInput.Selection>) value : i.adapters());
    }
}
