package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the change of the weights is parameterized. */
public enum TrainingMethod {
    /** Sparse coefficients in the wavelet domain. */
    @JsonProperty("waveft")
    WAVEFT,
    /** Sparse entries of the weights themselves. */
    @JsonProperty("shira")
    SHIRA,
    /** Two low-rank factors a layer. */
    @JsonProperty("lora")
    LORA
}
