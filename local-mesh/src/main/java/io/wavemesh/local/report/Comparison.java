package io.wavemesh.local.report;

/**
 * One figure for the base model and for the personalized one.
 *
 * @param base without the adapter
 * @param personalized with the adapter
 */
public record Comparison(double base, double personalized) {
    /** How much the adapter adds. */
    public double gain() {
        return personalized - base;
    }
}
