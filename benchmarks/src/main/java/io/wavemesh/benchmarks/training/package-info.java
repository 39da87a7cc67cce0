/** Figures of training. */
package io.wavemesh.benchmarks.training;
