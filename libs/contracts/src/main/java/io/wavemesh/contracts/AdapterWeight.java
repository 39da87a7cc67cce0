package io.wavemesh.contracts;

/**
 * An adapter of a request and how strongly it acts.
 *
 * @param adapterId which adapter
 * @param weight factor on its change of the weights, -10 to 10; 1 is as trained
 */
public record AdapterWeight(AdapterId adapterId, double weight) {
    /** Throws {@link IllegalArgumentException} if a component is missing or out of its range. */
    public AdapterWeight {
        Checks.required("adapterId", adapterId);
        Checks.range("weight", weight, -10, 10);
    }
}
