/** Wavelet fine-tuning: families, positions of the trained coefficients, and the weights that they change. */
package io.wavemesh.waveft;
