package io.wavemesh.generation;

/**
 * An adapter and how much of it.
 *
 * @param weight 1 as trained, 0 not at all; from -10 to 10
 */
public record WeightedAdapter(AdapterValues values, float weight) {
    private static final float MOST = 10;

    /** Throws {@link GenerationException} if the weight is out of range. */
    public WeightedAdapter {
        if (!(Math.abs(weight) <= MOST)) {
            throw new GenerationException("adapter weight must be in -10..10, was " + weight);
        }
    }

    /** The adapter as trained. */
    public static WeightedAdapter of(AdapterValues values) {
        return new WeightedAdapter(values, 1);
    }
}
