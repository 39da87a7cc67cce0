/** Model folders with random weights: they show speed and memory where no trained weights are at hand. */
package io.wavemesh.benchmarks.model;
