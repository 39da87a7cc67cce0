/** Figures of drawing. */
package io.wavemesh.benchmarks.generation;
