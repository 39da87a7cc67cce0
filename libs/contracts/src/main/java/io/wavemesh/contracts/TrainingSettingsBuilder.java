package io.wavemesh.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects {@link TrainingSettings}; what is not called stays absent. */
public final class TrainingSettingsBuilder {
    private TrainingMethod method;
    private String waveletFamily;
    private Integer nFrequency;
    private Map<String, Integer> nFrequencyPattern;
    private Boolean proportionalParameters;
    private Double scaling;
    private Long randomLocSeed;
    private List<String> targetModules;
    private String targetModulesExpression;
    private Integer rank;
    private Double alpha;
    private Double learningRate;
    private Double weightDecay;
    private Double clip;
    private Integer steps;
    private Integer batch;
    private Long seed;
    private String instancePrompt;
    private List<String> captions;
    private Double minSnrGamma;
    private Double noiseOffset;

    TrainingSettingsBuilder() {}

    /** Sets {@link TrainingSettings#method}. */
    public TrainingSettingsBuilder method(TrainingMethod value) {
        this.method = value;
        return this;
    }

    /** Sets {@link TrainingSettings#waveletFamily}. */
    public TrainingSettingsBuilder waveletFamily(String value) {
        this.waveletFamily = value;
        return this;
    }

    /** Sets {@link TrainingSettings#nFrequency}. */
    public TrainingSettingsBuilder nFrequency(int value) {
        this.nFrequency = value;
        return this;
    }

    /** Sets {@link TrainingSettings#nFrequencyPattern}. */
    public TrainingSettingsBuilder nFrequencyPattern(Map<String, Integer> value) {
        this.nFrequencyPattern = value;
        return this;
    }

    /** Sets {@link TrainingSettings#proportionalParameters}. */
    public TrainingSettingsBuilder proportionalParameters(boolean value) {
        this.proportionalParameters = value;
        return this;
    }

    /** Sets {@link TrainingSettings#scaling}. */
    public TrainingSettingsBuilder scaling(double value) {
        this.scaling = value;
        return this;
    }

    /** Sets {@link TrainingSettings#randomLocSeed}. */
    public TrainingSettingsBuilder randomLocSeed(long value) {
        this.randomLocSeed = value;
        return this;
    }

    /** Sets {@link TrainingSettings#targetModules}. */
    public TrainingSettingsBuilder targetModules(List<String> value) {
        this.targetModules = value;
        return this;
    }

    /** Sets {@link TrainingSettings#targetModulesExpression}. */
    public TrainingSettingsBuilder targetModulesExpression(String value) {
        this.targetModulesExpression = value;
        return this;
    }

    /** Sets {@link TrainingSettings#rank}. */
    public TrainingSettingsBuilder rank(int value) {
        this.rank = value;
        return this;
    }

    /** Sets {@link TrainingSettings#alpha}. */
    public TrainingSettingsBuilder alpha(double value) {
        this.alpha = value;
        return this;
    }

    /** Sets {@link TrainingSettings#learningRate}. */
    public TrainingSettingsBuilder learningRate(double value) {
        this.learningRate = value;
        return this;
    }

    /** Sets {@link TrainingSettings#weightDecay}. */
    public TrainingSettingsBuilder weightDecay(double value) {
        this.weightDecay = value;
        return this;
    }

    /** Sets {@link TrainingSettings#clip}. */
    public TrainingSettingsBuilder clip(double value) {
        this.clip = value;
        return this;
    }

    /** Sets {@link TrainingSettings#steps}. */
    public TrainingSettingsBuilder steps(int value) {
        this.steps = value;
        return this;
    }

    /** Sets {@link TrainingSettings#batch}. */
    public TrainingSettingsBuilder batch(int value) {
        this.batch = value;
        return this;
    }

    /** Sets {@link TrainingSettings#seed}. */
    public TrainingSettingsBuilder seed(long value) {
        this.seed = value;
        return this;
    }

    /** Sets {@link TrainingSettings#instancePrompt}. */
    public TrainingSettingsBuilder instancePrompt(String value) {
        this.instancePrompt = value;
        return this;
    }

    /** Sets {@link TrainingSettings#captions}. */
    public TrainingSettingsBuilder captions(List<String> value) {
        this.captions = value;
        return this;
    }

    /** Sets {@link TrainingSettings#minSnrGamma}. */
    public TrainingSettingsBuilder minSnrGamma(double value) {
        this.minSnrGamma = value;
        return this;
    }

    /** Sets {@link TrainingSettings#noiseOffset}. */
    public TrainingSettingsBuilder noiseOffset(double value) {
        this.noiseOffset = value;
        return this;
    }

    /** The settings; throws {@link IllegalArgumentException} if a field is out of its range. */
    public TrainingSettings build() {
        return new TrainingSettings(
                Optional.ofNullable(method),
                Optional.ofNullable(waveletFamily),
                Optional.ofNullable(nFrequency),
                Optional.ofNullable(nFrequencyPattern),
                Optional.ofNullable(proportionalParameters),
                Optional.ofNullable(scaling),
                Optional.ofNullable(randomLocSeed),
                Optional.ofNullable(targetModules),
                Optional.ofNullable(targetModulesExpression),
                Optional.ofNullable(rank),
                Optional.ofNullable(alpha),
                Optional.ofNullable(learningRate),
                Optional.ofNullable(weightDecay),
                Optional.ofNullable(clip),
                Optional.ofNullable(steps),
                Optional.ofNullable(batch),
                Optional.ofNullable(seed),
                Optional.ofNullable(instancePrompt),
                Optional.ofNullable(captions),
                Optional.ofNullable(minSnrGamma),
                Optional.ofNullable(noiseOffset));
    }
}
