package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides every setting of a request: checks what the client gave and fills the rest from the base model. Safe for
 * several threads.
 */
public final class GenerationPlanner {
    private static final double MAX_WEIGHT = 10;
    private static final double MAX_GUIDANCE = 100;
    private static final long MAX_SEED = Long.MAX_VALUE - 1000;

    private final ModelProfile model;
    private final GenerationLimits limits;
    private final AdapterRegistry adapters;
    private final LongSupplier seeds;

    /**
     * Plans for one base model.
     *
     * @param seeds gives a seed from 0 up for a request without one
     */
    public GenerationPlanner(
            ModelProfile model, GenerationLimits limits, AdapterRegistry adapters, LongSupplier seeds) {
        this.model = model;
        this.limits = limits;
        this.adapters = adapters;
        this.seeds = seeds;
    }

    /** The base model that it plans for. */
    public ModelProfile model() {
        return model;
    }

    /** What becomes of a request; every fault of its fields is reported together. */
    public GenerationPlan plan(GenerationInput input) {
        Rules rules = new Rules();
        String prompt = input.prompt().orElse("");
        rules.check(input.prompt().isPresent(), "prompt", "is missing");
        rules.text("prompt", input.prompt());
        rules.text("negative_prompt", input.negativePrompt());
        int count = rules.range("n", input.count(), 1, 1, limits.images());
        int steps = rules.range("steps", input.steps(), model.sampling().steps(), 1, limits.steps());
        double guidance = rules.range(
                "guidance_scale", input.guidanceScale(), model.sampling().guidanceScale(), 0, MAX_GUIDANCE);
        String scheduler =
                rules.oneOf("scheduler", input.scheduler(), model.sampling().scheduler(), model.schedulers());
        String spacing = rules.oneOf(
                "timestep_spacing",
                input.timestepSpacing(),
                model.sampling().timestepSpacing(),
                model.timestepSpacings());
        input.seed()
                .ifPresent(
                        s -> rules.check(s >= 0 && s <= MAX_SEED, "seed", "must be in 0.." + MAX_SEED + ", was " + s));
        PictureSize size = rules.size(input.size());
        List<AdapterWeight> selected = rules.adapters(input.adapters());
        if (!rules.violations.isEmpty()) {
            return new GenerationPlan.Invalid(rules.violations);
        }
        if (input.model().isPresent() && !input.model().get().equals(model.id().value())) {
            return new GenerationPlan.UnknownModel(model);
        }
        for (AdapterWeight selection : selected) {
            Optional<AdapterAnnouncement> known = adapters.find(input.caller(), selection.adapterId());
            if (known.isEmpty()) {
                return new GenerationPlan.UnknownAdapter(selection.adapterId());
            }
            if (!known.get().baseModelHash().equals(model.hash())) {
                return new GenerationPlan.OtherBaseModel(known.get(), model);
            }
        }
        return new GenerationPlan.Ready(new GenerationSettings(
                prompt,
                input.negativePrompt(),
                count,
                input.seed().orElseGet(seeds::getAsLong),
                size,
                new Sampling(scheduler, spacing, steps, guidance),
                selected));
    }

    /** Collects what is wrong; each rule gives the value to go on with. */
    private final class Rules {
        private final List<Violation> violations = new ArrayList<>();

        void check(boolean holds, String field, String message) {
            if (!holds) {
                violations.add(new Violation(field, message));
            }
        }

        void text(String field, Optional<String> value) {
            int length = value.map(String::length).orElse(0);
            check(
                    length <= limits.promptLength(),
                    field,
                    "must have at most " + limits.promptLength() + " characters, had " + length);
        }

        int range(String field, Optional<Integer> value, int otherwise, int min, int max) {
            int number = value.orElse(otherwise);
            check(
                    value.isEmpty() || (number >= min && number <= max),
                    field,
                    "must be in " + min + ".." + max + ", was " + number);
            return number;
        }

        double range(String field, Optional<Double> value, double otherwise, double min, double max) {
            double number = value.orElse(otherwise);
            check(number >= min && number <= max, field, "must be in " + min + ".." + max + ", was " + number);
            return number;
        }

        String oneOf(String field, Optional<String> value, String otherwise, List<String> known) {
            String name = value.orElse(otherwise);
            check(known.contains(name), field, "must be one of " + String.join(", ", known));
            return name;
        }

        PictureSize size(Optional<String> value) {
            if (value.isEmpty() || value.get().equals("auto")) {
                return model.size();
            }
            Optional<PictureSize> size = PictureSize.parse(value.get());
            if (size.isEmpty()) {
                check(false, "size", "must be WIDTHxHEIGHT in pixels, or auto");
                return model.size();
            }
            int multiple = model.sizeMultiple();
            check(
                    size.get().width() % multiple == 0 && size.get().height() % multiple == 0,
                    "size",
                    "both sides must be a multiple of " + multiple + ", was " + size.get());
            check(
                    size.get().pixels() <= limits.pixels(),
                    "size",
                    "must have at most " + limits.pixels() + " pixels, had "
                            + size.get().pixels());
            return size.get();
        }

        List<AdapterWeight> adapters(List<GenerationInput.Selection> selections) {
            check(
                    selections.size() <= limits.adapters(),
                    "adapters",
                    "must be at most " + limits.adapters() + ", were " + selections.size());
            List<AdapterWeight> selected = new ArrayList<>();
            Set<AdapterId> seen = new LinkedHashSet<>();
            for (int i = 0; i < Math.min(selections.size(), limits.adapters()); i++) {
                String at = "adapters[" + i + "]";
                GenerationInput.Selection selection = selections.get(i);
                Optional<AdapterId> id = adapterId(at + ".id", selection.id());
                double weight = range(at + ".weight", selection.weight(), 1, -MAX_WEIGHT, MAX_WEIGHT);
                if (id.isPresent() && Math.abs(weight) <= MAX_WEIGHT) {
                    check(seen.add(id.get()), at + ".id", "is named twice");
                    selected.add(new AdapterWeight(id.get(), weight));
                }
            }
            return selected;
        }

        private Optional<AdapterId> adapterId(String field, Optional<String> value) {
            if (value.isEmpty()) {
                check(false, field, "is missing");
                return Optional.empty();
            }
            try {
                return Optional.of(new AdapterId(value.get()));
            } catch (IllegalArgumentException e) {
                check(false, field, "must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
                return Optional.empty();
            }
        }
    }
}
