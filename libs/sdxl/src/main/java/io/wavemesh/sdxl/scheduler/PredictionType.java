package io.wavemesh.sdxl.scheduler;

/** What the network's output means, with alpha² + sigma² = 1 and noisy = alpha · sample + sigma · noise. */
public enum PredictionType {
    /** The noise. */
    EPSILON("epsilon"),
    /** alpha · noise - sigma · sample. */
    V_PREDICTION("v_prediction"),
    /** The clean sample. */
    SAMPLE("sample");

    private final String key;

    PredictionType(String key) {
        this.key = key;
    }

    /** The name in configuration files. */
    public String key() {
        return key;
    }

    /**
     * @param key a name as in configuration files
     * @throws IllegalArgumentException if it is none of them
     */
    public static PredictionType parse(String key) {
        for (PredictionType type : values()) {
            if (type.key.equals(key)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "prediction_type must be epsilon, v_prediction or sample, was " + ConfigValues.shown(key));
    }
}
