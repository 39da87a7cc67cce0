package io.wavemesh.inference.domain;

/**
 * A prepared adapter and how strongly it acts.
 *
 * @param adapter its values
 * @param weight factor on its change of the weights
 */
public record WeightedAdapter(PreparedAdapter adapter, double weight) {}
