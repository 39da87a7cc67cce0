package io.wavemesh.waveft.adapter;

/** The trained numbers of one adapted layer. */
public sealed interface ModuleTensors permits Coefficients, LowRankPair {
    /** How many numbers there are. */
    long parameterCount();
}
